import { traceFields } from './trace-fields.js';

/** The table of docs/cost.md that tells of the executor's own trace fields. */
export function traceFieldsTable(): string {
  const rows = traceFields.map(({ name, type, help }) => `| \`${name}\` | ${type} | ${help} |`);
  return ['| Field | Type | Meaning |', '|---|---|---|', ...rows].join('\n');
}
