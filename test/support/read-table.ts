import { readFile } from 'node:fs/promises';

/** The rows of a trace as maps by column. */
export async function readTable(path: string, separator = '\t'): Promise<Map<string, string>[]> {
  const [header = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const names = header.split(separator);
  return lines.map((line) => {
    const cells = line.split(separator);
    if (cells.length !== names.length)
      throw new Error(`A row has ${cells.length} cells, the header ${names.length}: ${line}`);
    return new Map(names.map((name, index) => [name, cells[index] ?? '']));
  });
}
