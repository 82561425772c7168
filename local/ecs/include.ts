import { invalidParameter } from '../http/aws-error.js';

/**
 * Whether `include` asks for tags.
 *
 * @throws AwsError InvalidParameterException for a value the operation does not have
 */
export function includesTags(
  include: readonly string[] | undefined,
  others: readonly string[] = [],
): boolean {
  const known = [...others, 'TAGS'];
  for (const value of include ?? []) oneOf('include', value, known);
  return include?.includes('TAGS') === true;
}

/** @throws AwsError InvalidParameterException where a given value is none of those allowed */
export function oneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw invalidParameter(
    `${member} '${value}' must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}`,
  );
}
