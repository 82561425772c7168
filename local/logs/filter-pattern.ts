import { AwsError } from '../http/aws-error.js';

/**
 * The unstructured filter patterns of FilterLogEvents: terms that must all occur, `?term` of which one must,
 * `-term` that must not, each optionally in double quotes; case-sensitive. JSON and `[...]` patterns are refused.
 */
export function filterPattern(pattern: string | undefined): (message: string) => boolean {
  const source = pattern?.trim() ?? '';
  if (/^[{[%]/.test(source)) {
    throw new AwsError(
      'InvalidParameterException',
      `filterPattern '${source}': the local cloud matches terms only, not JSON, column or %regex% patterns`,
    );
  }
  const terms = [...source.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map((found) => ({
    sign: found[1] ?? '',
    term: found[2]?.replace(/\\(.)/g, '$1') ?? found[3] ?? '',
  }));
  const all = terms.filter(({ sign }) => sign === '').map(({ term }) => term);
  const any = terms.filter(({ sign }) => sign === '?').map(({ term }) => term);
  const none = terms.filter(({ sign }) => sign === '-').map(({ term }) => term);
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}
