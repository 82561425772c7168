import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** The repository's root, from dist/test/host. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Manifest {
  readonly id: string;
  readonly executors: readonly string[];
  readonly settings: Readonly<Record<string, object>>;
}

describe('host/', () => {
  it('names no plugin, no executor and no scope of a plugin', async () => {
    const manifest = JSON.parse(await readFile(`${root}plugin.json`, 'utf8')) as Manifest;
    const names = [manifest.id, ...manifest.executors, ...Object.keys(manifest.settings)];
    expect(names).to.include.members(['awsecs', 'aws.ecs']);
    const files = (await readdir(`${root}host`, { recursive: true })).filter((path) => path.endsWith('.ts'));
    expect(files).to.not.be.empty;
    const offences: string[] = [];
    for (const path of files) {
      const text = await readFile(`${root}host/${path}`, 'utf8');
      for (const name of names) if (text.includes(name)) offences.push(`host/${path} names ${name}`);
    }
    expect(offences).to.deep.equal([]);
  });
});
