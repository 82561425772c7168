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
import { describeForeign, isPlainScope, isPlainValue } from './plain-value.js';

/** Merges the configurations a program hands in; later ones win, scopes add up. */
export function mergeConfigs(configs: ConfigMap | readonly ConfigMap[]): WrittenConfig {
  const list = isList(configs) ? configs : [configs];
  const root = emptyScope('the configuration');
  const problems: Problem[] = [];
  const conflicts: SettingConflict[] = [];
  list.forEach((config, index) => {
    const origin = list.length === 1 ? 'config' : `config[${index}]`;
    conflicts.push(...mergeInto(root, scopeOf(config, { origin, problems, above: [], within: [] })));
  });
  return { root, problems: [...problems, ...conflicts.map(describeConflict)] };
}

interface Place {
  readonly origin: string;
  readonly problems: Problem[];
  readonly above: readonly string[];
  /** The objects of those names, the configuration first. */
  readonly within: readonly object[];
}

/** The settings of one scope that a configuration can hold; the others are problems. */
function scopeOf(config: ConfigMap, place: Place): SettingScope {
  const { origin, problems } = place;
  const scope = emptyScope(origin);
  const within = [...place.within, config];
  for (const [name, value] of Object.entries<unknown>(config)) {
    const above = [...place.above, name];
    if (isPlainScope(value, within)) scope.entries.set(name, scopeOf(value, { ...place, above, within }));
    else if (isPlainValue(value, within)) scope.entries.set(name, nodeOf(value, origin));
    // A program that writes `region: chosen` means: where one was chosen.
    else if (value !== undefined) {
      problems.push({
        path: above.join('.'),
        message: `${describeForeign(value, within)} (set at ${origin})`,
      });
    }
  }
  return scope;
}

function isList(configs: ConfigMap | readonly ConfigMap[]): configs is readonly ConfigMap[] {
  return Array.isArray(configs);
}
