import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root, from dist/test/architecture. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface SourceFile {
  /** Path below the root, e.g. `src/executor.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below one of the repository's folders. */
export async function sourceFiles(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(`${root}${folder}`, { recursive: true });
  const paths = entries.filter((entry) => entry.endsWith('.ts')).map((entry) => `${folder}/${entry}`);
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(`${root}${path}`, 'utf8') })));
}

const IMPORT = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;

/** What a file imports, static and literal dynamic. */
export function importsOf(file: SourceFile): string[] {
  return [...file.text.matchAll(IMPORT)].map((match) => match[1] ?? '');
}
