import { directives, inConfiguration, inProcess } from '../script/directives.js';
import { knownSettings, type KnownSetting } from './known-settings.js';
import { takenBy } from './setting-values.js';

/** The table of the engine's own settings in docs/config.md. */
export function settingsTable(): string {
  const rows = knownSettings.map(
    (setting: KnownSetting) =>
      `| \`${setting.path.replace('$executor', '$<name>')}\` | ${takenBy(setting).replaceAll('|', '\\|')} | ${fallbackText(setting)} | \`${setting.example}\` | ${setting.help} |`,
  );
  return ['| Setting | Takes | Default | Example | Meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The table of the directives in docs/config.md: as a process writes them, and as defaults in `process`. */
export function directivesTable(): string {
  const rows = directives.map(
    (directive) =>
      `| \`${inProcess(directive)}\` | \`${inConfiguration(directive)}\` | ${directive.owner === 'host' ? 'the engine' : 'the executor'} | ${directive.help} |`,
  );
  return ['| In a process | In `nextflow.config` | Read by | Meaning |', '|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function fallbackText({ fallback, unset }: KnownSetting): string {
  return fallback === undefined ? (unset ?? 'none') : `\`${String(fallback)}\``;
}
