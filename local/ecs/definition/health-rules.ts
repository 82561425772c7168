import { type HealthCheck } from './container-shape.js';
import { unless, within } from './rule.js';

/** Ranges of API:HealthCheck; all but `retries` are seconds. */
const ranges = {
  interval: [5, 300],
  timeout: [2, 60],
  retries: [1, 10],
  startPeriod: [0, 300],
} as const;

export function healthProblems(check: HealthCheck | undefined, path: string): string[] {
  if (check === undefined) return [];
  const [kind = '', ...words] = check.command ?? [];
  return [
    ...unless(
      (kind === 'CMD' || kind === 'CMD-SHELL') && words.length > 0,
      `${path}.healthCheck.command must be CMD or CMD-SHELL, followed by a command`,
    ),
    ...(['interval', 'timeout', 'retries', 'startPeriod'] as const).flatMap((member) => {
      const [least, most] = ranges[member];
      return unless(
        within(check[member], least, most),
        `${path}.healthCheck.${member} ${check[member] ?? ''}: ${least} to ${most} is allowed`,
      );
    }),
  ];
}
