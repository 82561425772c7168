import type { Problem } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import { isRead, describeValue } from './reading.js';
import { findDirective } from '../script/directives.js';
import {
  findSetting,
  knownPath,
  knownSettings,
  refusedScopes,
  refusedSettings,
  type KnownSetting,
} from './known-settings.js';
import { checkSettingValue } from './setting-values.js';
import { toConfigValue } from './settings-freezer.js';
import type { SettingConflict, SettingNode, SettingScope, SettingValue } from './settings-tree.js';

/** What a run with certain plugins takes. */
interface Served {
  /** Scopes whose content belongs to a plugin, which checks it. */
  readonly pluginScopes: ReadonlySet<string>;
  /** Names that may stand directly in each scope, by the scope's path; the top is the empty path. */
  readonly namesByScope: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Everything about `root` that this engine does not serve or cannot use; empty when nothing.
 * @param pluginScopes dotted scopes that the plugins' manifests claim; what stands in them is theirs to check.
 */
export function checkSettings(root: SettingScope, pluginScopes: readonly string[]): Problem[] {
  const served = { pluginScopes: new Set(pluginScopes), namesByScope: collectNames(pluginScopes) };
  return [...root.entries].flatMap(([name, node]) =>
    name === 'process' ? checkProcess(node) : checkNode(served, [name], name, node),
  );
}

/** What to say where a scope and a single value claim one name. */
export function describeConflict({ path, earlier, later }: SettingConflict): Problem {
  const [scope, value] = earlier.kind === 'scope' ? [earlier, later] : [later, earlier];
  return {
    path,
    message: `is a scope at ${scope.origin} and a single value at ${value.origin}`,
    fix: 'Keep one of them.',
  };
}

/** `known` is the path as the table writes it, where executors' names are not known. */
function checkNode(served: Served, path: readonly string[], known: string, node: SettingNode): Problem[] {
  const setting = findSetting(known);
  if (setting !== undefined) return checkSetting(path.join('.'), setting, node);
  if (served.pluginScopes.has(known)) return node.kind === 'scope' ? [] : [expectedScope(path, node)];
  if (!served.namesByScope.has(known)) return [unknownSetting(served, path, known, node)];
  if (node.kind === 'value') return node.value === null ? [] : [expectedScope(path, node)];
  return [...node.entries].flatMap(([name, child]) =>
    checkNode(served, [...path, name], knownPath(known, name), child),
  );
}

function checkSetting(path: string, setting: KnownSetting, node: SettingNode): Problem[] {
  // Null is Nextflow's way to take a setting back.
  if (node.kind === 'value' && node.value === null) return [];
  const wrong =
    node.kind === 'scope' ? 'is a single setting, not a scope' : checkSettingValue(setting.type, node.value);
  if (wrong === undefined) return [];
  const hidden = node.kind === 'scope' || setting.secret === true;
  return [
    {
      path,
      ...(hidden ? {} : { found: describeValue(node.value) }),
      message: `${wrong} (set at ${node.origin})`,
      fix: setting.help,
    },
  ];
}

function checkProcess(node: SettingNode): Problem[] {
  if (node.kind === 'value') return node.value === null ? [] : [expectedScope(['process'], node)];
  return [...node.entries].flatMap(([name, child]) => checkDirective(name, child));
}

function checkDirective(name: string, node: SettingNode): Problem[] {
  const lookup = findDirective(name);
  const path = `process.${name}`;
  if ('problem' in lookup) {
    return [{ path, message: `${lookup.problem} (set at ${node.origin})`, fix: lookup.advice }];
  }
  const value = toConfigValue(node);
  if (value === null) return [];
  const reading = lookup.directive.read(value);
  if (isRead(reading)) return [];
  return [{ path, found: describeValue(value), message: `${reading.problem} (set at ${node.origin})` }];
}

function expectedScope(path: readonly string[], node: SettingValue): Problem {
  const name = path.join('.');
  return {
    path: name,
    found: describeValue(node.value),
    message: `is a scope, not a single setting (set at ${node.origin})`,
    fix: `Write ${name} { ... }, or ${name}.<setting> = value.`,
  };
}

/** The value is left out: what was misspelled may be a secret. */
function unknownSetting(
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
  const fix = `Supported ${scope === '' ? 'at the top level' : `in ${path.slice(0, -1).join('.')}`}: ${[...served].join(', ')}.`;
  if (refused?.has(name) === true)
    return { path: path.join('.'), message: `is not supported yet ${here}`, fix };
  const nearest = nearestName(name, [...served, ...(refused ?? [])]);
  const guess = nearest === undefined ? '' : `Did you mean ${[...path.slice(0, -1), nearest].join('.')}? `;
  return {
    path: path.join('.'),
    message: `unknown ${node.kind === 'scope' ? 'scope' : 'setting'} ${here}`,
    fix: guess + fix,
  };
}

function collectNames(pluginScopes: readonly string[]): Map<string, Set<string>> {
  const scopes = new Map<string, Set<string>>([['', new Set(['process'])]]);
  for (const path of [...knownSettings.map((setting) => setting.path), ...pluginScopes]) {
    const names = path.split('.');
    for (const [depth, name] of names.entries()) {
      const scope = names.slice(0, depth).join('.');
      scopes.set(scope, (scopes.get(scope) ?? new Set()).add(name));
    }
  }
  return scopes;
}
