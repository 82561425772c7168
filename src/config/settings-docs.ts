import type { ConfigValue } from '../../spi/index.js';
import type { Option } from './option.js';
import { options } from './options.js';
import { sessionOptions } from './session-options.js';
import { SCOPE } from './unknown-option.js';

/** The JSON Schema of `aws.ecs`, as it stands in `plugin.json`; complete by itself, for editors too. */
export function settingsSchema(): object {
  const declared = Object.entries<Option<unknown>>(options);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Settings of the awsecs executor (${SCOPE} in nextflow.config)`,
    type: 'object',
    additionalProperties: false,
    required: declared.filter(([, option]) => option.required).map(([name]) => name),
    properties: Object.fromEntries(declared.map(([name, option]) => [name, property(option)])),
  };
}

/** The table in docs/config.md of everything the executor reads: `aws.ecs`, then what it shares with the engine. */
export function settingsTable(): string {
  const own = Object.entries<Option<unknown>>(options).map(([name, option]) =>
    row(`${SCOPE}.${name}`, option),
  );
  const shared = Object.entries<Option<unknown>>(sessionOptions).map(([path, option]) => row(path, option));
  const head = ['| Setting | Takes | Default | Example | Meaning |', '|---|---|---|---|---|'];
  return [...head, ...own, ...shared].join('\n');
}

function row(path: string, option: Option<unknown>): string {
  return `| \`${path}\` | ${option.expected} | ${fallbackText(option)} | \`${option.example}\` | ${option.help} |`;
}

function property(option: Option<unknown>): object {
  return {
    ...option.schema,
    description: `${option.help} Takes ${option.expected}.`,
    examples: [exampleValue(option)],
    ...(option.fallback !== undefined && { default: option.fallback }),
  };
}

/** The value that an example, written as in nextflow.config, stands for. */
export function exampleValue({ kind, example }: Option<unknown>): ConfigValue {
  const quoted = example.replaceAll("'", '"');
  // Groovy's maps differ from JSON's in their brackets, and their names need no quotes.
  const json =
    kind === 'string-map' ? `{${quoted.slice(1, -1).replace(/(^|, )(\w+):/g, '$1"$2":')}}` : quoted;
  return JSON.parse(json) as ConfigValue;
}

function fallbackText(option: Option<unknown>): string {
  if (option.required) return '**required**';
  const { fallback } = option;
  if (fallback === undefined) return option.unset ?? 'none';
  const value = `\`${JSON.stringify(fallback).replaceAll('"', "'")}\``;
  return option.kind === 'duration' ? `${value} (ms)` : value;
}
