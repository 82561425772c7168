import { ConfigError, type ConfigMap, type ConfigValue } from '../../spi/index.js';

/** The value at a dotted path, `undefined` where it is not set. Null counts as not set. */
export function lookup(config: ConfigMap, path: string): ConfigValue | undefined {
  let value: ConfigValue | undefined = config;
  for (const name of path.split('.')) {
    if (!isScope(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value ?? undefined;
}

/** The scope at a dotted path; an empty one where it is not set. @throws ConfigError where it is no scope. */
export function lookupScope(config: ConfigMap, path: string): ConfigMap {
  const value = lookup(config, path);
  if (value === undefined) return {};
  return isScope(value) ? value : refuse(path, 'must be a scope');
}

/** The string at a dotted path. @throws ConfigError where it is something else. */
export function lookupString(config: ConfigMap, path: string): string | undefined {
  const value = lookup(config, path);
  return value === undefined || typeof value === 'string' ? value : refuse(path, 'must be a string');
}

/** The boolean at a dotted path. @throws ConfigError where it is something else. */
export function lookupBoolean(config: ConfigMap, path: string): boolean | undefined {
  const value = lookup(config, path);
  return value === undefined || typeof value === 'boolean' ? value : refuse(path, 'must be true or false');
}

function isScope(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(path: string, message: string): never {
  // The value is left out: it may be a secret.
  throw new ConfigError('The configuration cannot be used. Correct what is listed and run again.', {
    code: 'CONFIG_INVALID',
    problems: [{ path, message }],
  });
}
