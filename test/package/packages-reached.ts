import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** The package that an import names, e.g. `@smithy/core` for `@smithy/core/endpoints`. */
function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/**
 * The packages that loading a compiled file may load, sorted: its imports followed through every file of ours,
 * those written as `import()` included. Node's own modules are left out.
 * @param path below the root, e.g. `dist/src/index.js`; a `.d.ts` tells what its types name.
 */
export async function packagesReached(root: string, path: string): Promise<string[]> {
  const declarations = path.endsWith('.d.ts');
  const packages = new Set<string>();
  const seen = new Set<string>([path]);
  // Grows as it is walked.
  for (const file of seen) {
    const text = await readFile(`${root}${file}`, 'utf8');
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (fileName.startsWith('.')) {
        const target = posix.join(posix.dirname(file), fileName);
        seen.add(declarations ? target.replace(/\.js$/, '.d.ts') : target);
      } else if (!isBuiltin(fileName)) {
        packages.add(packageOf(fileName));
      }
    }
  }
  return [...packages].sort();
}
