import type { ConfigMap, ConfigValue } from '../spi/index.js';

/** Both configurations in one; where both set a value, that of `over` is had. */
export function mergeConfig(base: ConfigMap, over: ConfigMap): ConfigMap {
  const merged: Record<string, ConfigValue> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const known = merged[name];
    merged[name] = isMap(known) && isMap(value) ? mergeConfig(known, value) : value;
  }
  return merged;
}

function isMap(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
