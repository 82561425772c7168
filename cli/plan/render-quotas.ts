import type { Quotas, RateQuota, SizeQuota } from '../../src/plan/quotas.js';

/** A line for each quota: what it is of, the quota, what the run uses. */
export function renderQuotas({ rates, sizes }: Quotas): string[] {
  return aligned([...rates.map(rateCells), ...sizes.map(sizeCells)]);
}

function rateCells({ operations, burst, perSecond, calls, per, seconds }: RateQuota): string[] {
  const count = calls === 1 ? '1 call' : `${calls} calls`;
  const time = seconds > 0 ? `, ${seconds} s at least` : '';
  const use = per === 'run' ? `${count}${time}` : `${count} a ${per}`;
  return [operations.join(', '), `${burst} at once, then ${perSecond} a second`, use];
}

function sizeCells({ what, most, used }: SizeQuota): string[] {
  return [what, `at most ${most}`, String(used)];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   '));
}
