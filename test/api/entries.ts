import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root, from dist/test/api. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** One thing a user can import from the package. */
export interface Entry {
  /** As a user writes it, e.g. `nf-awsecs/host`. */
  readonly name: string;
  /** The folder its declarations lie in below `dist/`. */
  readonly folder: string;
}

interface Package {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** The entries of package.json that have types, in its order. */
export async function entries(): Promise<readonly Entry[]> {
  const { name, exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as Package;
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const [, folder] = /^\.\/dist\/(\w+)\/index\.d\.ts$/.exec(target.types) ?? [];
    if (folder === undefined)
      throw new Error(
        `package.json: exports['${path}'].types is ${target.types}: make it dist/<part>/index.d.ts`,
      );
    return [{ name: `${name}${path.slice(1)}`, folder }];
  });
}

/** Where an entry's report is kept. */
export function reportFile({ folder }: Entry): string {
  return `${root}docs/api/${folder}.api.md`;
}
