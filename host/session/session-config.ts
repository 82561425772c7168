import type { ConfigMap, Problem } from '../../spi/index.js';
import type { WrittenConfig } from '../config/load-config.js';
import { describeConflict } from '../config/settings-check.js';
import {
  emptyScope,
  mergeInto,
  nodeOf,
  type SettingConflict,
  type SettingScope,
} from '../config/settings-tree.js';
import { describeForeign, isPlainMap, isPlainValue } from './plain-value.js';

/** Merges the configurations a program hands in; later ones win, scopes add up. */
export function mergeConfigs(configs: ConfigMap | readonly ConfigMap[]): WrittenConfig {
  const list = isList(configs) ? configs : [configs];
  const root = emptyScope('the configuration');
  const problems: Problem[] = [];
  const conflicts: SettingConflict[] = [];
  list.forEach((config, index) => {
    const origin = list.length === 1 ? 'config' : `config[${index}]`;
    conflicts.push(...mergeInto(root, scopeOf(config, { origin, problems, above: [] })));
  });
  return { root, problems: [...problems, ...conflicts.map(describeConflict)] };
}

interface Place {
  readonly origin: string;
  readonly problems: Problem[];
  readonly above: readonly string[];
}

/** The settings of one scope that a configuration can hold; the others are problems. */
function scopeOf(config: ConfigMap, { origin, problems, above }: Place): SettingScope {
  const scope = emptyScope(origin);
  for (const [name, value] of Object.entries<unknown>(config)) {
    const path = [...above, name];
    if (isPlainMap(value)) scope.entries.set(name, scopeOf(value, { origin, problems, above: path }));
    else if (isPlainValue(value)) scope.entries.set(name, nodeOf(value, origin));
    // A program that writes `region: chosen` means: where one was chosen.
    else if (value !== undefined) {
      problems.push({ path: path.join('.'), message: `${describeForeign(value)} (set at ${origin})` });
    }
  }
  return scope;
}

function isList(configs: ConfigMap | readonly ConfigMap[]): configs is readonly ConfigMap[] {
  return Array.isArray(configs);
}
