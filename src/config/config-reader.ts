import { type ConfigMap, type ConfigValue, type Problem, redact } from '../../spi/index.js';

/** Reads one setting after the other and gathers everything that is wrong on the way. */
export class ConfigReader {
  readonly problems: Problem[] = [];

  constructor(private readonly root: ConfigMap) {}

  /** The value at a dotted path; undefined where any part of it is absent. */
  value(path: string): ConfigValue | undefined {
    let here: ConfigValue | undefined = this.root;
    for (const name of path.split('.')) {
      if (!isScope(here)) return undefined;
      here = here[name];
    }
    return here ?? undefined;
  }

  /** The names in the scope at `path`; none where it is absent. A value in the scope's place is a problem. */
  names(path: string): readonly string[] {
    const scope = this.value(path);
    if (scope === undefined) return [];
    if (isScope(scope)) return Object.keys(scope);
    this.refuse(path, 'must be a block of settings', scope);
    return [];
  }

  text(path: string): string | undefined {
    const value = this.value(path);
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    this.refuse(path, 'must be a string that is not empty', value);
    return undefined;
  }

  /** Like `text`, and the value is never shown. */
  secret(path: string): string | undefined {
    const value = this.value(path);
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    this.problems.push({ path, message: 'must be a string that is not empty' });
    return undefined;
  }

  flag(path: string, fallback: boolean): boolean {
    const value = this.value(path);
    if (value === undefined || typeof value === 'boolean') return value ?? fallback;
    this.refuse(path, 'must be `true` or `false`', value);
    return fallback;
  }

  /** A whole number of at least 1. */
  count(path: string, meaning: string): number | undefined {
    const value = this.value(path);
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1))
      return value;
    this.refuse(path, `must be ${meaning}, a whole number of at least 1`, value);
    return undefined;
  }

  refuse(path: string, message: string, found: ConfigValue): void {
    this.problems.push({ path, message, found: show(found) });
  }
}

/** A value as the user would write it, without a password in an address. */
export function show(value: ConfigValue): string {
  if (typeof value === 'string') return `'${redact(value)}'`;
  if (Array.isArray(value)) return `[${(value as readonly ConfigValue[]).map(show).join(', ')}]`;
  if (isScope(value)) return `{ ${Object.keys(value).join(', ')} }`;
  return JSON.stringify(value);
}

function isScope(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
