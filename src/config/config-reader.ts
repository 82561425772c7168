import { describeValue, type ConfigMap, type ConfigValue, type Problem } from '../../spi/index.js';
import type { Option } from './option.js';

/** Reads one declared setting after the other and gathers everything that is wrong on the way. */
export class ConfigReader {
  private readonly found = new Map<string, Problem>();

  constructor(private readonly root: ConfigMap) {}

  /** What is wrong so far, in the order it was met. */
  get problems(): readonly Problem[] {
    return [...this.found.values()];
  }

  /** Whether the setting at `path`, or a scope it stands in, was refused. */
  refused(path: string): boolean {
    return [path, ...scopesOf(path)].some((one) => this.found.has(one));
  }

  /** Keeps a problem; the first on a path is the one that is told. */
  report(problem: Problem): void {
    if (!this.found.has(problem.path)) this.found.set(problem.path, problem);
  }

  /** The value at a dotted path; undefined where any part of it is absent or null. */
  value(path: string): ConfigValue | undefined {
    let here: ConfigValue | undefined = this.root;
    for (const name of path.split('.')) {
      if (!isScope(here) || !Object.hasOwn(here, name)) return undefined;
      here = here[name];
    }
    return here ?? undefined;
  }

  /** The settings in the scope at `path` by name; none where it is absent. */
  entries(path: string): readonly (readonly [name: string, value: ConfigValue])[] {
    this.requireScope(path);
    const scope = this.value(path);
    return isScope(scope) ? Object.entries(scope) : [];
  }

  /** The setting's value as its declaration reads it; its fallback where it is absent or wrong. */
  read<T>(path: string, option: Option<T>): T {
    const raw = this.value(path);
    if (raw === undefined) return this.absent(path, option);
    const value = option.read(raw);
    if (value === undefined) this.refuse(path, option, raw);
    return value ?? option.fallback;
  }

  private absent<T>(path: string, option: Option<T>): T {
    const scope = path.slice(0, path.lastIndexOf('.'));
    this.requireScope(scope);
    if (option.required && !this.refused(path)) {
      this.report({
        path,
        message: `is required. ${option.help}`,
        fix: `Add to nextflow.config: ${asBlocks(path, option.example)}`,
      });
    }
    return option.fallback;
  }

  private refuse(path: string, option: Option<unknown>, raw: ConfigValue): void {
    const entries = isScope(raw)
      ? (option.wrongEntries?.(raw) ?? []).map((name) => [name, raw[name]] as const)
      : [];
    for (const [name, value = null] of entries) {
      this.report({
        path: `${path}.${name}`,
        message: `does not fit: ${path} takes ${option.expected}`,
        ...(option.secret !== true && { found: describeValue(value) }),
        fix: `Write it like: ${path} = ${option.example}`,
      });
    }
    if (entries.length > 0) return;
    this.report({
      path,
      message: `must be ${option.expected}`,
      // What stands in a block may be anything, a secret too.
      ...(option.secret !== true && { found: isScope(raw) ? 'a block of settings' : describeValue(raw) }),
      fix: `Write it like: ${path} = ${option.example}`,
    });
  }

  /**
   * Reports a single value where `path`, or a scope around it, must hold names. The value is left out: whatever
   * stands there, nobody knows what it was meant for.
   */
  requireScope(path: string): void {
    for (const scope of [...scopesOf(path), path]) {
      const value = this.value(scope);
      if (value === undefined || isScope(value)) continue;
      this.report({
        path: scope,
        message: 'must be a block of settings, not a single value',
        fix: `Write it like: ${scope} { ... }`,
      });
    }
  }
}

/** Whether `value` holds names. */
export function isScope(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A setting as people write most of theirs: `aws { ecs { cluster = 'x' } }`. */
function asBlocks(path: string, value: string): string {
  const [name = '', ...scopes] = path.split('.').reverse();
  return scopes.reduce((inner, scope) => `${scope} { ${inner} }`, `${name} = ${value}`);
}

/** The scopes a setting stands in, the outermost first. */
function scopesOf(path: string): string[] {
  const names = path.split('.');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'));
}
