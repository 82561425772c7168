import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Entry, root } from './entries.js';

/**
 * Copies the entries' declarations to a folder of their own, in which the parts name the contract as a user does:
 * `nf-awsecs/spi`, not `../spi/index.js`. So a report shows what of a signature comes from there, and only what comes
 * from nowhere counts as forgotten.
 */
export async function stageDeclarations(all: readonly Entry[]): Promise<string> {
  await mkdir(`${root}.cache`, { recursive: true });
  // Below the root: Node's own types are looked up from there.
  const stage = await mkdtemp(`${root}.cache/api-`);
  try {
    await writeFile(join(stage, 'package.json'), JSON.stringify({ name: 'staged', type: 'module' }));
    for (const { folder } of all) await stageFolder(folder, join(stage, folder));
    await stageContract(join(stage, 'node_modules', 'nf-awsecs'));
    return stage;
  } catch (error) {
    await rm(stage, { recursive: true });
    throw error;
  }
}

/** As an installed package: what comes from one is the other's to export. */
async function stageContract(folder: string): Promise<void> {
  await stageFolder('spi', join(folder, 'spi'));
  const exports = { './spi': './spi/index.d.ts' };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'nf-awsecs', type: 'module', exports }),
  );
}

async function stageFolder(folder: string, target: string): Promise<void> {
  const names = await readdir(`${root}dist/${folder}`, { recursive: true });
  for (const name of names.filter((each) => each.endsWith('.d.ts'))) {
    const text = await readFile(`${root}dist/${folder}/${name}`, 'utf8');
    await mkdir(dirname(join(target, name)), { recursive: true });
    await writeFile(join(target, name), asUserSees(text));
  }
}

/** Without the map, whose paths do not hold here. */
function asUserSees(text: string): string {
  return text
    .replaceAll(/(["'])(?:\.\.\/)+spi\/index\.js\1/g, "'nf-awsecs/spi'")
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}
