import { listOf, structure, text } from '../http/aws-json.js';
import { AwsError } from '../http/aws-error.js';

export const tagsShape = listOf(structure({ key: text, value: text }));

/** A tag as AWS answers it. */
export interface EcsTag {
  readonly key: string;
  readonly value: string;
}

const charset = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const listed = 50;

/** ECS's tag rules (facts §3a): at most 50, key 1 to 128, value up to 256, AWS's charset, no `aws:` prefix. */
export function checkedTags(tags: ReturnType<typeof tagsShape> | undefined): readonly EcsTag[] {
  const given = (tags ?? []).map((tag) => ({ key: tag.key ?? '', value: tag.value ?? '' }));
  const problems = given.flatMap(({ key, value }) => tagProblems(key, value));
  if (given.length > listed) problems.unshift(`${given.length} tags: at most ${listed} are allowed`);
  const twice = given.map(({ key }) => key).find((key, index, keys) => keys.indexOf(key) !== index);
  if (twice !== undefined) problems.push(`key '${twice}' is given twice`);
  if (problems.length > 0) {
    throw new AwsError('InvalidParameterException', `Invalid tags: ${problems.join('; ')}.`);
  }
  return given;
}

function tagProblems(key: string, value: string): string[] {
  return [
    ...(key.length < 1 || key.length > 128
      ? [`key '${key}' has ${key.length} characters: 1 to 128 are allowed`]
      : []),
    ...(value.length > 256
      ? [`the value of '${key}' has ${value.length} characters: at most 256 are allowed`]
      : []),
    ...(charset.test(key) && charset.test(value)
      ? []
      : [`'${key}' has a character other than letters, digits, spaces and _ . : / = + - @`]),
    ...(/^aws:/i.test(key) ? [`key '${key}' begins with aws:, which is AWS's own`] : []),
  ];
}
