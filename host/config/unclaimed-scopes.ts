import { isEngineScope, knownPath } from './known-settings.js';
import { emptyScope, type SettingScope } from './settings-tree.js';

/**
 * The tree without the scopes that neither the engine nor a plugin claims. They are nobody's to judge while a plugin
 * is missing; a single setting that nobody knows stays, since plugins claim scopes.
 */
export function withoutUnclaimed(
  root: SettingScope,
  pluginScopes: readonly string[],
  above = '',
): SettingScope {
  const kept = emptyScope(root.origin);
  for (const [name, node] of root.entries) {
    const path = knownPath(above, name);
    if (node.kind === 'value' || isOpaque(path, pluginScopes)) kept.entries.set(name, node);
    else if (isEngineScope(path) || leadsToPlugin(path, pluginScopes))
      kept.entries.set(name, withoutUnclaimed(node, pluginScopes, path));
  }
  return kept;
}

/** What stands in such a scope is checked as a whole by whom it belongs to. */
function isOpaque(path: string, pluginScopes: readonly string[]): boolean {
  return path === 'process' || pluginScopes.includes(path);
}

function leadsToPlugin(path: string, pluginScopes: readonly string[]): boolean {
  return pluginScopes.some((scope) => scope.startsWith(`${path}.`));
}
