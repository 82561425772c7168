import { describeValue, type Problem } from '../../spi/index.js';
import { Closure } from '../lang/closure.js';
import { findDirective, inConfiguration } from '../script/directives.js';
import { findSetting, knownPath, type KnownSetting } from './known-settings.js';
import { isRead } from './reading.js';
import { checkSettingValue } from './setting-values.js';
import { toConfigValue } from './settings-freezer.js';
import type { SettingConflict, SettingNode, SettingScope, SettingValue } from './settings-tree.js';
import { servedWith, unknownSetting, type Served } from './unknown-setting.js';

/**
 * Everything about `root` that this engine does not serve or cannot use; empty when nothing.
 * @param pluginScopes dotted scopes that the plugins' manifests claim; what stands in them is theirs to check.
 */
export function checkSettings(root: SettingScope, pluginScopes: readonly string[]): Problem[] {
  const served = servedWith(pluginScopes);
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
    node.kind === 'scope' ? 'is a single setting, not a scope' : checkSettingValue(setting, node.value);
  if (wrong === undefined) return [];
  const hidden = node.kind === 'scope' || setting.secret === true;
  return [
    {
      path,
      ...(hidden ? {} : { found: describeValue(toConfigValue(node)) }),
      message: `${wrong} (set at ${node.origin})`,
      fix: `Write it like: ${path} = ${setting.example}`,
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
  // A closure was checked where it was read, and its value is when it has one.
  if (node.kind === 'value' && node.value instanceof Closure) return [];
  const value = toConfigValue(node);
  if (value === null) return [];
  const reading = lookup.directive.read(value);
  if (isRead(reading)) return [];
  return [
    {
      path,
      found: describeValue(value),
      message: `${reading.problem} (set at ${node.origin})`,
      fix: `Write it like: ${inConfiguration(lookup.directive)}`,
    },
  ];
}

/** The value is left out: nobody knows what it was meant for, and it may be a secret. */
function expectedScope(path: readonly string[], node: SettingValue): Problem {
  const name = path.join('.');
  return {
    path: name,
    message: `is a scope, not a single setting (set at ${node.origin})`,
    fix: `Write ${name} { ... }, or ${name}.<setting> = value.`,
  };
}
