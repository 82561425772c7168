import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An id of a fact: `1a.12` is row 12 of the tables of the fact sheet's §1a; `S3-4` is ours, from AWS's references. */
export const factId = /^(?:\d+[a-z]?\.\d+|[A-Z0-9]+-\d+)$/;

/** One row of local/RULES.md. */
export interface LedgerRow {
  readonly id: string;
  readonly fact: string;
  readonly confidence: string;
  /** What the local cloud does, or `**not modelled**: why`. */
  readonly model: string;
}

export const isModelled = ({ model }: LedgerRow): boolean => !model.startsWith('**not modelled**');

export async function readLedger(): Promise<readonly LedgerRow[]> {
  return tableRows(await readFile('local/RULES.md', 'utf8'))
    .filter(([id = '']) => factId.test(id))
    .map(([id = '', fact = '', confidence = '', model = '']) => ({ id, fact, confidence, model }));
}

/** Ids in brackets in the titles of the local cloud's tests, and of cases that tests run, with their files. */
export async function idsInTests(folder = 'test/local'): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!/(?:\.test|\.e2e|-cases)\.ts$/.test(entry)) continue;
    const text = await readFile(join(folder, entry), 'utf8');
    for (const [, id = ''] of text.matchAll(/\[(\d+[a-z]?\.\d+|[A-Z0-9]+-\d+)\]/g)) {
      found.set(id, (found.get(id) ?? new Set()).add(entry));
    }
  }
  return found;
}

/** One row of the fact sheet's tables. */
export interface SheetRow {
  readonly id: string;
  readonly cells: readonly string[];
}

/** The rows of the fact sheet, numbered by section; `undefined` where the sheet is not beside the repository. */
export async function readFactSheet(): Promise<readonly SheetRow[] | undefined> {
  let text: string;
  try {
    text = await readFile('../shared/facts/ecs-managed-instances.md', 'utf8');
  } catch {
    return undefined;
  }
  return sections(text).flatMap(({ name, body }) =>
    tableRows(body).map((cells, index) => ({ id: `${name}.${index + 1}`, cells })),
  );
}

/** Rows whose table has no column of confidence: §5 says H for all, and §3a's exceptions are read off the SDK. */
const sureByTable = /^(?:5\.\d+|3a\.(?:2[6-9]|30))$/;

/** A row is sure enough to be held against where one of its cells says H or M. */
export const isSure = ({ id, cells }: SheetRow): boolean =>
  sureByTable.test(id) || cells.some((cell) => /^(?:[HM]\b|[L?] \/ [HM]\b)|\*\* H$/.test(cell));

function sections(text: string): { readonly name: string; readonly body: string }[] {
  const parts = text.split(/^#{2,3} (\d+[a-z]?)\.? .*$/m).slice(1);
  return parts.flatMap((name, index) =>
    index % 2 === 0 ? [{ name, body: parts[index + 1]?.split(/^## /m)[0] ?? '' }] : [],
  );
}

/** The cells of every row of a text's tables, without heads and rules. */
function tableRows(text: string): string[][] {
  const lines = text.split('\n');
  const isRule = (line = ''): boolean => /^\|[-| :]+\|?$/.test(line);
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1]))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}
