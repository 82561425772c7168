import { ConfigError, type ConfigMap, type ConfigValue } from '../../spi/index.js';
import { declared, type NumberedPath, type SettingPath } from './known-settings.js';
import { takenBy } from './setting-values.js';

/** The value at a dotted path, `undefined` where it is not set. Null counts as not set. */
export function lookup(config: ConfigMap, path: string): ConfigValue | undefined {
  let value: ConfigValue | undefined = config;
  for (const name of path.split('.')) {
    if (!isScope(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value ?? undefined;
}

/** The scope of that name; an empty one where it is not set. @throws ConfigError where it is no scope. */
export function lookupScope(config: ConfigMap, name: 'executor' | 'process'): ConfigMap {
  const value = lookup(config, name);
  if (value === undefined) return {};
  return isScope(value) ? value : refuse(name, 'must be a scope', `Write it like: ${name} { ... }`);
}

/** The string of a declared setting; what it declares, where it is not set. @throws ConfigError where it is something else. */
export function lookupString(
  config: ConfigMap,
  path: SettingPath<'string' | 'http-url' | 'character'>,
): string | undefined {
  const value = lookup(config, path) ?? declared(path).fallback;
  return value === undefined || typeof value === 'string' ? value : refuseSetting(path);
}

/** The boolean of a declared setting; what it declares, where it is not set. @throws ConfigError where it is something else. */
export function lookupBoolean(config: ConfigMap, path: SettingPath<'boolean'>): boolean {
  const value = lookup(config, path) ?? declared(path).fallback ?? false;
  return typeof value === 'boolean' ? value : refuseSetting(path);
}

/** The names of a declared setting, each once; undefined where it is not set. @throws ConfigError where it is something else. */
export function lookupNames(config: ConfigMap, path: SettingPath<'names'>): readonly string[] | undefined {
  const value = lookup(config, path);
  if (value === undefined) return undefined;
  const texts = Array.isArray(value) ? (value as readonly ConfigValue[]) : [value];
  const names = texts.flatMap((text) =>
    typeof text === 'string' ? text.split(/[,\s]+/) : refuseSetting(path),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}

/** The number of a declared setting, in plain units; what it declares, where it is not set. @throws ConfigError where it is something else. */
export function lookupNumber(config: ConfigMap, path: NumberedPath): number;
export function lookupNumber(
  config: ConfigMap,
  path: SettingPath<'count' | 'duration' | 'memory'>,
): number | undefined;
export function lookupNumber(
  config: ConfigMap,
  path: SettingPath<'count' | 'duration' | 'memory'>,
): number | undefined {
  const value = lookup(config, path) ?? declared(path).fallback;
  return value === undefined || typeof value === 'number' ? value : refuseSetting(path);
}

function isScope(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseSetting(path: SettingPath): never {
  const setting = declared(path);
  return refuse(path, `must be ${takenBy(setting)}`, `Write it like: ${path} = ${setting.example}`);
}

function refuse(path: string, message: string, fix: string): never {
  // The value is left out: it may be a secret.
  throw new ConfigError('The configuration cannot be used. Correct what is listed and run again.', {
    code: 'CONFIG_INVALID',
    problems: [{ path, message, fix }],
  });
}
