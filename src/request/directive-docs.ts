import { dockerReaders } from './docker-readers.js';
import { dockerRefusals } from './docker-refusals.js';
import { SHORT_NAMES } from './docker-names.js';

/** The table in docs/directives.md of the options of `docker run` that are served. */
export function servedOptionsTable(): string {
  const rows = [...dockerReaders].map(
    ([name, { becomes }]) =>
      `| ${written(name)} | ${becomes === '' ? 'what ECS does anyway' : `\`${becomes}\``} |`,
  );
  return ['| Option | In the container of the task definition |', '|---|---|', ...rows].join('\n');
}

/** The table in docs/directives.md of those that are refused. */
export function refusedOptionsTable(): string {
  const rows = [...dockerRefusals].map(
    ([name, { reason, instead }]) => `| ${written(name)} | ${reason} | ${instead} |`,
  );
  return ['| Option | It … | What to do |', '|---|---|---|', ...rows].join('\n');
}

function written(name: string): string {
  const short = SHORT_NAMES.get(name);
  return `\`--${name}\`${short === undefined ? '' : `, \`-${short}\``}`;
}
