import { type Json } from './state-book.js';

/** One line of a journal. */
export type JournalLine =
  | { readonly kind: string; readonly key: string; readonly value: Json }
  | { readonly kind: string; readonly key: string; readonly dropped: true };

/** The first line of a journal that this code can read. */
export const journalHeader = '{"nf-awsecs-local-state":1}';

/** Records by kind, then by key, in the order of their first line. */
export type Records = Map<string, Map<string, Json>>;

export function lineText(line: JournalLine): string {
  return JSON.stringify('dropped' in line ? [line.kind, line.key] : [line.kind, line.key, line.value]);
}

/** A line as it was written, or `undefined` for anything else: the last one of a killed cloud may be cut. */
export function parseLine(text: string): JournalLine | undefined {
  try {
    const parts = JSON.parse(text) as unknown;
    if (!Array.isArray(parts)) return undefined;
    const [kind, key, value] = parts as readonly unknown[];
    if (typeof kind !== 'string' || typeof key !== 'string') return undefined;
    return parts.length === 2 ? { kind, key, dropped: true } : { kind, key, value: value as Json };
  } catch {
    return undefined;
  }
}

/** Makes the line's change to the records. */
export function apply(records: Records, line: JournalLine): void {
  const ofKind = records.get(line.kind) ?? new Map<string, Json>();
  records.set(line.kind, ofKind);
  if ('dropped' in line) ofKind.delete(line.key);
  else ofKind.set(line.key, line.value);
}
