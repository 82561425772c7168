import { redact } from '../../spi/index.js';

/** Names of variables, labels and tags whose value may be a credential. */
const SECRET_NAME =
  /secret|token|pass|pwd|credential|licen[cs]e|private|auth(?!ors?$)|cookie|(?:^|[_.-])(?:key|pat)s?$|(?:api|access|ssh|encryption)[_.-]?key/i;

const HIDDEN = '***';

/**
 * A copy of a request as it may be shown: the values of variables, tags and labels whose names say that they are
 * credentials, and whatever looks like one anywhere, stand as `***`. Secrets that ECS itself fetches are in it as ARNs
 * only.
 */
export function hideSecrets<T>(value: T): T {
  return shown(value) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  // A variable has a name, a tag a key.
  const { name, key: tag } = value as { readonly name?: unknown; readonly key?: unknown };
  const secret = isSecret(name) || isSecret(tag);
  return Object.fromEntries(
    Object.entries(value).map(([member, one]) => {
      if (member === 'dockerLabels') return [member, labels(one as Readonly<Record<string, string>>)];
      return [member, secret && member === 'value' ? HIDDEN : shown(one)];
    }),
  );
}

function labels(named: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, isSecret(name) ? HIDDEN : redact(value)]),
  );
}

function isSecret(name: unknown): boolean {
  return typeof name === 'string' && SECRET_NAME.test(name);
}
