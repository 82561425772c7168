import { type AwsError, invalidParameter } from '../http/aws-error.js';

/**
 * The unstructured filter patterns of FilterLogEvents: terms that must all occur, `?term` of which one must,
 * `-term` that must not; case-sensitive, in double quotes unless they are letters, digits and `_` only. Beside other
 * terms, `?` is ignored with its term, as CloudWatch's guide warns. Whether CloudWatch looks for terms within words
 * is unknown: here they are found there.
 *
 * @throws AwsError InvalidParameterException for JSON, column and regex patterns, which are not served
 */
export function filterPattern(pattern: string | undefined): (message: string) => boolean {
  const source = pattern?.trim() ?? '';
  if (source.length > 1024)
    throw invalid('filterPattern', `has ${source.length} characters: 1024 are allowed`);
  if (/^[{[%]/.test(source)) {
    throw invalid(
      `filterPattern '${source}'`,
      'the local cloud matches terms only, not JSON, column or %regex% patterns',
    );
  }
  const terms = termsOf(source);
  const of = (sign: string): string[] => terms.filter((one) => one.sign === sign).map(({ term }) => term);
  const [all, none] = [of(''), of('-')];
  const any = all.length + none.length > 0 ? [] : of('?');
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}

interface Term {
  readonly sign: string;
  readonly term: string;
}

function termsOf(source: string): Term[] {
  return [...source.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"(?=\s|$)|(\S+))/g)].map((found) => {
    const quoted = found[2]?.replace(/\\(.)/g, '$1');
    const plain = found[3] ?? '';
    if (quoted === undefined && !/^[\p{L}\p{N}_]+$/u.test(plain)) {
      throw invalidParameter(`Invalid character(s) in term '${plain}'`);
    }
    return { sign: found[1] ?? '', term: quoted ?? plain };
  });
}

const invalid = (what: string, why: string): AwsError => invalidParameter(`${what}: ${why}`);
