import type { TraceValue } from './trace-column.js';

/** Most bytes of `.command.trace` that are read; a whole one has some hundred. */
export const MOST_METRICS_BYTES = 8192;

const FORM = 'nextflow.trace/v2';

/** What a figure of the file is multiplied by: shares are tenths of a percent there, memory KB. */
const SCALE: ReadonlyMap<string, number> = new Map([
  ...['realtime', 'rchar', 'wchar', 'syscr', 'syscw'].map((name) => [name, 1] as const),
  ...['read_bytes', 'write_bytes', 'vol_ctxt', 'inv_ctxt'].map((name) => [name, 1] as const),
  ...['%cpu', '%mem'].map((name) => [name, 0.1] as const),
  ...['rss', 'vmem', 'peak_rss', 'peak_vmem'].map((name) => [name, 1024] as const),
]);

/** The values of a `.command.trace` by field, in plain units. The command could have written anything there. */
export function parseMetrics(text: string): ReadonlyMap<string, TraceValue> {
  const [form, ...lines] = text.split('\n');
  const metrics = new Map<string, TraceValue>();
  if (form !== FORM) return metrics;
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    const scale = SCALE.get(name);
    if (name === 'cpu_model') metrics.set(name, value);
    // 15 digits: more no double holds, and no machine counts.
    else if (scale !== undefined && /^\d{1,15}$/.test(value)) metrics.set(name, scaled(value, scale));
  }
  return metrics;
}

/** 123 tenths are 12.3, not the 12.3000000…1 that a product of binary fractions makes of it. */
function scaled(digits: string, scale: number): number {
  return scale < 1 ? Number(digits) / 10 : Number(digits) * scale;
}
