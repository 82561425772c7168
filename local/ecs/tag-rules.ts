import { listOf, structure, text } from '../http/aws-json.js';
import { invalidParameter } from '../http/aws-error.js';

export const tagsShape = listOf(structure({ key: text, value: text }));

/** A tag as AWS answers it. */
export interface EcsTag {
  readonly key: string;
  readonly value: string;
}

/** Tags a resource may have, AWS's own not counted. */
export const mostTags = 50;

/** True for keys and values that only AWS may use. */
export const isReserved = (text: string): boolean => /^aws:/i.test(text);

const charset = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** ECS's tag rules (facts §3a): at most 50, key 1 to 128, value up to 256, AWS's charset, no `aws:` prefix. */
export function checkedTags(tags: ReturnType<typeof tagsShape> | undefined): readonly EcsTag[] {
  const given = (tags ?? []).map((tag) => ({ key: tag.key ?? '', value: tag.value ?? '' }));
  const problems = given.flatMap(({ key, value }) => tagProblems(key, value));
  if (given.length > mostTags) problems.unshift(`${given.length} tags: at most ${mostTags} are allowed`);
  const twice = given.map(({ key }) => key).find((key, index, keys) => keys.indexOf(key) !== index);
  if (twice !== undefined) problems.push(`key '${twice}' is given twice`);
  if (problems.length > 0) {
    throw invalidParameter(`Invalid tags: ${problems.join('; ')}.`);
  }
  return given;
}

function tagProblems(key: string, value: string): string[] {
  // Unicode characters, not UTF-16 units (API: Tag).
  const [keyLength, valueLength] = [Array.from(key).length, Array.from(value).length];
  return [
    ...(keyLength < 1 || keyLength > 128
      ? [`key '${key}' has ${keyLength} characters: 1 to 128 are allowed`]
      : []),
    ...(valueLength > 256
      ? [`the value of '${key}' has ${valueLength} characters: at most 256 are allowed`]
      : []),
    ...(charset.test(key) && charset.test(value)
      ? []
      : [`'${key}' has a character other than letters, digits, spaces and _ . : / = + - @`]),
    ...(isReserved(key) ? [`key '${key}' begins with aws:, which is AWS's own`] : []),
    ...(isReserved(value) ? [`the value of '${key}' begins with aws:, which is AWS's own`] : []),
  ];
}
