import { knownSettings, type SettingType } from './known-settings.js';

const TAKES: Readonly<Record<SettingType, string>> = {
  string: 'a string',
  boolean: '`true` or `false`',
  count: 'a whole number, 1 or more',
  duration: "a duration, e.g. `'5 sec'`, or milliseconds",
  'http-url': 'an address with `http://` or `https://`',
};

/** The table of the engine's own settings in docs/config.md. `process.*` are the directives. */
export function settingsTable(): string {
  const rows = knownSettings.map(
    ({ path, type, help }) => `| \`${path.replace('$executor', '$<name>')}\` | ${TAKES[type]} | ${help} |`,
  );
  return ['| Setting | Takes | Meaning |', '|---|---|---|', ...rows].join('\n');
}
