import type { Option } from './option.js';
import { options } from './options.js';

/** The JSON Schema of `aws.ecs`, as it stands in `plugin.json`. */
export function settingsSchema(): object {
  const declared = Object.entries<Option<unknown>>(options);
  return {
    type: 'object',
    additionalProperties: false,
    required: declared.filter(([, option]) => option.required).map(([name]) => name),
    properties: Object.fromEntries(declared.map(([name, option]) => [name, property(option)])),
  };
}

/** The table of `aws.ecs` in docs/config.md. */
export function settingsTable(): string {
  const rows = Object.entries<Option<unknown>>(options).map(
    ([name, option]) =>
      `| \`aws.ecs.${name}\` | ${fallbackText(option)} | ${option.help} Takes ${option.expected}. |`,
  );
  return ['| Setting | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

function property(option: Option<unknown>): object {
  return {
    ...option.schema,
    description: option.help,
    ...(option.fallback !== undefined && { default: option.fallback }),
  };
}

function fallbackText(option: Option<unknown>): string {
  if (option.required) return '**required**';
  return option.fallback === undefined ? '–' : `\`${JSON.stringify(option.fallback)}\``;
}
