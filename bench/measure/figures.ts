/** One line of what was measured. */
export function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(26)}${figure}\n`);
}

/** Seconds since a `performance.now()`, as text. */
export const since = (begin: number): string => `${((performance.now() - begin) / 1000).toFixed(2)} s`;

/** p50, p99 and the longest of times in milliseconds. */
export function spread(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2)} ms`;
  return `${times.length} calls: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`;
}

export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
