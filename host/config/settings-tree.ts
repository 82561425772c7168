import { Closure } from '../lang/closure.js';
import type { LiteralValue } from '../lang/literal-evaluator.js';

/** A setting with the place that set it, e.g. `nextflow.config:3:5` or `the command line`. */
export interface SettingValue {
  readonly kind: 'value';
  /** A closure stands only for a directive in `process`. */
  readonly value: Exclude<LiteralValue, { readonly [name: string]: LiteralValue }> | Closure;
  readonly origin: string;
}

/** A scope, or a map that was assigned as a value: both hold names. */
export interface SettingScope {
  readonly kind: 'scope';
  readonly entries: Map<string, SettingNode>;
  readonly origin: string;
}

export type SettingNode = SettingValue | SettingScope;

/** A scope and a single value that claim the same name. */
export interface SettingConflict {
  readonly path: string;
  readonly earlier: SettingNode;
  readonly later: SettingNode;
}

export function emptyScope(origin: string): SettingScope {
  return { kind: 'scope', entries: new Map(), origin };
}

/** Makes a node of an evaluated literal. */
export function nodeOf(value: LiteralValue, origin: string): SettingNode {
  if (typeof value !== 'object' || value === null || isList(value)) return { kind: 'value', value, origin };
  const scope = emptyScope(origin);
  for (const [name, entry] of Object.entries(value)) scope.entries.set(name, nodeOf(entry, origin));
  return scope;
}

/**
 * Sets `node` at `path` below `root`; scopes on the way are made. An earlier value gives way, scopes merge.
 * Returns what stands in the way: then nothing was changed at that place.
 */
export function setAt(root: SettingScope, path: readonly string[], node: SettingNode): SettingConflict[] {
  const wrapped = path.reduceRight<SettingNode>((inner, name) => {
    const scope = emptyScope(node.origin);
    scope.entries.set(name, inner);
    return scope;
  }, node);
  return wrapped.kind === 'scope' ? mergeInto(root, wrapped) : [];
}

/** Merges `later` into `target`: later values win, scopes merge, a null gives way to a scope and the reverse. */
export function mergeInto(
  target: SettingScope,
  later: SettingScope,
  path: readonly string[] = [],
): SettingConflict[] {
  const conflicts: SettingConflict[] = [];
  for (const [name, node] of later.entries) {
    const earlier = target.entries.get(name);
    if (earlier?.kind === 'scope' && node.kind === 'scope') {
      conflicts.push(...mergeInto(earlier, node, [...path, name]));
    } else if (earlier === undefined || earlier.kind === node.kind || isNull(earlier) || isNull(node)) {
      target.entries.set(name, node);
    } else {
      conflicts.push({ path: [...path, name].join('.'), earlier, later: node });
    }
  }
  return conflicts;
}

/** The tree without the nodes at these dotted paths. */
export function withoutPaths(
  root: SettingScope,
  paths: ReadonlySet<string>,
  above: readonly string[] = [],
): SettingScope {
  const kept = emptyScope(root.origin);
  for (const [name, node] of root.entries) {
    const path = [...above, name];
    if (paths.has(path.join('.'))) continue;
    kept.entries.set(name, node.kind === 'scope' ? withoutPaths(node, paths, path) : node);
  }
  return kept;
}

/** The closures that stand for directives in `process`, by directive. */
export function closuresOf(root: SettingScope): ReadonlyMap<string, Closure> {
  const process = root.entries.get('process');
  const entries = process?.kind === 'scope' ? [...process.entries] : [];
  return new Map(
    entries.flatMap(([name, node]): [string, Closure][] =>
      node.kind === 'value' && node.value instanceof Closure ? [[name, node.value]] : [],
    ),
  );
}

function isNull(node: SettingNode): boolean {
  return node.kind === 'value' && node.value === null;
}

function isList(value: object): value is readonly LiteralValue[] {
  return Array.isArray(value);
}
