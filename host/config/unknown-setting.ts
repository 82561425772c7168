import type { Problem } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import { directives } from '../script/directives.js';
import { knownSettings } from './known-settings.js';
import { refusalsForGood, refusedScopes, refusedSettings } from './refused-settings.js';
import type { SettingNode } from './settings-tree.js';

/** What a run with certain plugins takes. */
export interface Served {
  /** Scopes whose content belongs to a plugin, which checks it. */
  readonly pluginScopes: ReadonlySet<string>;
  /** Names that may stand directly in each scope, by the scope's path; the top is the empty path. */
  readonly namesByScope: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param pluginScopes dotted scopes that the plugins' manifests claim. */
export function servedWith(pluginScopes: readonly string[]): Served {
  const scopes = new Map<string, Set<string>>([['', new Set(['process'])]]);
  for (const path of [...knownSettings.map((setting) => setting.path), ...pluginScopes]) {
    const names = path.split('.');
    for (const [depth, name] of names.entries()) {
      const scope = names.slice(0, depth).join('.');
      scopes.set(scope, (scopes.get(scope) ?? new Set()).add(name));
    }
  }
  return { pluginScopes: new Set(pluginScopes), namesByScope: scopes };
}

/**
 * What to say of a name that nobody serves. The value is left out: what was misspelled may be a secret.
 * @param known the path as the table writes it, where executors' names are not known.
 */
export function unknownSetting(
  { namesByScope }: Served,
  path: readonly string[],
  known: string,
  node: SettingNode,
): Problem {
  const scope = known.split('.').slice(0, -1).join('.');
  const name = path.at(-1) ?? '';
  const here = `(set at ${node.origin})`;
  const refused = scope === '' ? refusedScopes : refusedSettings.get(scope);
  const served = namesByScope.get(scope) ?? new Set<string>();
  const where = scope === '' ? 'at the top level' : `in ${path.slice(0, -1).join('.')}`;
  const fix = `Supported ${where}: ${[...served].map(shown).join(', ')}.`;
  const forGood = refusalsForGood.get(known);
  if (forGood !== undefined)
    return { path: path.join('.'), message: `${forGood.message} ${here}`, fix: forGood.fix };
  if (refused?.has(name) === true)
    return { path: path.join('.'), message: `is not supported yet ${here}`, fix };
  const guess = meant(name, path.slice(0, -1), [...served, ...(refused ?? [])], node);
  return {
    path: path.join('.'),
    message: `unknown ${node.kind === 'scope' ? 'scope' : 'setting'} ${here}`,
    fix: `${guess === undefined ? '' : `Did you mean ${guess}? `}${fix}`,
  };
}

/** The path that was most likely meant: a name nearby, else the same name where it does exist. */
function meant(
  name: string,
  above: readonly string[],
  nearby: readonly string[],
  node: SettingNode,
): string | undefined {
  const nearest = nearestName(
    name,
    nearby.filter((one) => one !== '$executor'),
  );
  if (nearest !== undefined) return [...above, nearest].join('.');
  const elsewhere = [
    ...knownSettings.map(({ path }) => path),
    ...directives.map((one) => `process.${one.name}`),
  ];
  const lower = name.toLowerCase();
  const same = elsewhere.find((path) => !path.includes('$') && path.toLowerCase().endsWith(`.${lower}`));
  if (same !== undefined) return same;
  // Settings of one executor stand under its name after a dollar sign, which is easily forgotten.
  const isExecutor = above.join('.') === 'executor' && node.kind === 'scope' && /^\w[\w-]*$/.test(name);
  return isExecutor ? `executor.$${name}` : undefined;
}

function shown(name: string): string {
  return name === '$executor' ? '$<name of an executor>' : name;
}
