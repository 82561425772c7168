/** Secrets Manager and Parameter Store as tasks need them. Values are never logged or described. */
export interface SecretSource {
  /**
   * The value of a secret or parameter; `undefined` where there is none.
   *
   * @param arnOrName ARN of a secret without its suffixes, ARN of a parameter, or a parameter's name
   */
  value(arnOrName: string): string | undefined;
}

/** Holds no secret. */
export const noSecrets: SecretSource = { value: () => undefined };

export type Secret =
  | { readonly kind: 'value'; readonly value: string }
  /** `why` tells no part of any value. */
  | { readonly kind: 'failed'; readonly why: string };

/** `arn:…:secret:name[:json-key[:version-stage[:version-id]]]`. */
const secretArn =
  /^(arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?$/;

/** What `valueFrom` of a container's secret means. */
export function secretValue(reference: string, source: SecretSource): Secret {
  const [, arn = reference, key = '', stage = '', version = ''] = secretArn.exec(reference) ?? [];
  if (version !== '' || !['', 'AWSCURRENT'].includes(stage)) {
    return failed(`${reference}: the local cloud keeps the current version of a secret only`);
  }
  const value = source.value(arn);
  if (value === undefined) return failed(missing(arn));
  return key === '' ? { kind: 'value', value } : memberOf(value, key, arn);
}

const failed = (why: string): Secret => ({ kind: 'failed', why });

/** The words around `failed to fetch secret` are those AWS's own pages show. */
const missing = (reference: string): string =>
  reference.includes(':secretsmanager:')
    ? `unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${reference} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`
    : `unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: ${reference}`;

function memberOf(value: string, key: string, arn: string): Secret {
  const found = membersOf(value)[key];
  if (found === undefined) {
    return failed(
      `unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key ${key} (${arn})`,
    );
  }
  return { kind: 'value', value: typeof found === 'string' ? found : JSON.stringify(found) };
}

function membersOf(value: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
