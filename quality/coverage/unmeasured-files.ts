/** A compiled file: its path under the project's root and its text. */
export interface CompiledFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The sources that hold code and that no test has even loaded: c8 knows nothing of them, so they would count
 * as covered. Files of types alone compile to an empty module and are none of these.
 */
export function unmeasuredFiles(
  compiled: readonly CompiledFile[],
  measured: ReadonlySet<string>,
): readonly string[] {
  return compiled
    .filter(({ text }) => holdsCode(text))
    .map(({ path }) => sourceOf(path))
    .filter((path) => !measured.has(path))
    .sort();
}

function sourceOf(compiled: string): string {
  return compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
}

function holdsCode(text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return code.trim() !== 'export {};';
}
