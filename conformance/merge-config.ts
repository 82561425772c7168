import type { ConfigMap, ConfigValue } from '../spi/index.js';

/** Both configurations in one; where both set a value, that of `over` is had. */
export function mergeConfig(base: ConfigMap, over: ConfigMap): ConfigMap {
  const merged = new Map(Object.entries<ConfigValue>(base));
  for (const [name, value] of Object.entries<ConfigValue>(over)) {
    const known = merged.get(name);
    merged.set(name, isMap(known) && isMap(value) ? mergeConfig(known, value) : value);
  }
  // Its members are defined, not assigned: `__proto__` is a name like any other.
  return Object.fromEntries(merged);
}

function isMap(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
