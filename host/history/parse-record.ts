import { Ajv, type ValidateFunction } from 'ajv';
import type { HistoryRecord } from './history-record.js';
import { RECORD_SCHEMAS } from './record-schema.js';

const ajv = new Ajv();
const validators = new Map<unknown, ValidateFunction<HistoryRecord>>(
  Object.entries(RECORD_SCHEMAS).map(([event, schema]) => [event, ajv.compile<HistoryRecord>(schema)]),
);

/** What a line of a history file says: `foreign` is an event of another version, `torn` no line of a history at all. */
export function parseRecord(line: string): HistoryRecord | 'foreign' | 'torn' {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'torn';
  }
  if (typeof value !== 'object' || value === null || !('event' in value)) return 'torn';
  const validate = validators.get(value.event);
  if (validate === undefined) return 'foreign';
  return validate(value) ? value : 'torn';
}
