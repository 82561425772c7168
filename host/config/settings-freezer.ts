import type { ConfigMap, ConfigValue } from '../../spi/index.js';
import { Closure } from '../lang/closure.js';
import { findSetting, knownPath } from './known-settings.js';
import { isRead } from './reading.js';
import { inPlainUnits } from './setting-values.js';
import type { SettingNode, SettingScope, SettingValue } from './settings-tree.js';

/** The plain value of a node, without the places it came from; deeply frozen. Of a closure, its text. */
export function toConfigValue(node: SettingNode, known = ''): ConfigValue {
  return node.kind === 'scope' ? toConfigMap(node, known) : plainValue(node.value, known);
}

/**
 * The plain values of a scope; deeply frozen. `known` is the scope's path as the table of settings writes it.
 * Durations become milliseconds and memory bytes: an executor reads them without knowing Nextflow's units. Secret settings can be read
 * by name and are not enumerable: whoever prints a configuration does not print them.
 */
export function toConfigMap(scope: SettingScope, known = ''): ConfigMap {
  // Defined, not assigned, so that a key such as __proto__ is a key like any other.
  const map: Record<string, ConfigValue> = {};
  for (const [name, node] of scope.entries) {
    const path = knownPath(known, name);
    const enumerable = findSetting(path)?.secret !== true;
    Object.defineProperty(map, name, { value: toConfigValue(node, path), enumerable });
  }
  return Object.freeze(map);
}

function plainValue(value: SettingValue['value'], known: string): ConfigValue {
  if (value instanceof Closure) return value.text;
  const setting = findSetting(known);
  if (setting === undefined) return freezeValue(value);
  const reading = inPlainUnits(setting, value);
  return isRead(reading) && typeof reading.value === 'number' ? reading.value : freezeValue(value);
}

function freezeValue(value: ConfigValue): ConfigValue {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values<ConfigValue>(value)) freezeValue(inner);
  return Object.freeze(value);
}
