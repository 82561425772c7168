import { knownStatuses } from './exit-status.js';
import type { Rule } from './rules/rule.js';
import { families } from './rules/rules.js';
import type { RetryAccount } from './retry-account.js';

const ACCOUNTS: Readonly<Record<RetryAccount, string>> = {
  counted: 'counted',
  never: 'never',
  interruptions: 'free: interruptions',
  capacity: 'free: capacity',
  disturbances: 'free: disturbances',
  resumption: 'free: resumption',
};

/** The tables in docs/outcomes.md of all the rules, in their order. */
export function rulesTables(): string {
  return families
    .map(({ title, rules }) =>
      [
        `### ${title}`,
        '',
        '| Ending | Seen by | Kind | Tried again | Code | Fact |',
        '|---|---|---|---|---|---|',
        ...rules.map(row),
      ].join('\n'),
    )
    .join('\n\n');
}

function row({ name, sign, fact, then }: Rule): string {
  const code = then.code === undefined ? '' : `[\`${then.code}\`](errors.md#${then.code.toLowerCase()})`;
  const retry = then.kind === 'completed' ? '' : ACCOUNTS[then.retry];
  return `| ${name} | ${sign} | \`${then.kind}\` | ${retry} | ${code} | ${fact} |`;
}

/** The table in docs/outcomes.md of the statuses that mean something by themselves. */
export function statusesTable(): string {
  const rows = knownStatuses().map(
    // A bar would end the cell.
    ([status, { says, advice = '' }]) => `| ${status} | ${says} | ${advice.replaceAll('|', '\\|')} |`,
  );
  return ['| Status | Means | What to do |', '|---|---|---|', ...rows].join('\n');
}
