import { redact } from '../../spi/index.js';

/** Names of variables, labels and tags whose value may be a credential. */
const SECRET_NAME = /secret|token|passw|credential|licen[cs]e|private|api_?key|access_?key/i;

const HIDDEN = '***';

/**
 * A copy of a request as it may be shown: the values of variables whose names say that they are credentials, and
 * whatever looks like one anywhere, stand as `***`. Secrets that ECS itself fetches are in it as ARNs only.
 */
export function hideSecrets<T>(value: T): T {
  return shown(value) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  const { name } = value as { readonly name?: unknown };
  const secret = typeof name === 'string' && SECRET_NAME.test(name);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, secret && key === 'value' ? HIDDEN : shown(member)]),
  );
}
