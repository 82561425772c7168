import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { invalidValue } from './invalid-value.js';
import type { QueryParameters } from './query-parameters.js';

export type Tags = ReadonlyMap<string, string>;

/** Tags a resource has at most, without AWS's own (EC2 user guide, Tag restrictions). */
const most = 50;

export function renderTags(tags: Tags): XmlElement {
  return { item: [...tags].map(([key, value]) => ({ key, value })) };
}

/**
 * The tags a new resource of this type is to have, of `TagSpecification.N`.
 *
 * @param type e.g. `vpc`, as AWS names it
 * @throws AwsError InvalidParameterValue for tags of another type, or such as EC2 does not take
 */
export function newTags(parameters: QueryParameters, type: string): Tags {
  const tags = new Map<string, string>();
  for (const item of parameters.items('TagSpecification')) {
    const named = parameters.text(`${item}.ResourceType`) ?? '';
    if (named !== type) {
      throw invalidValue(`'${named}' is not a valid taggable resource type for this operation: ${type} is.`);
    }
    for (const [key, value] of tagList(parameters, `${item}.Tag`)) tags.set(key, value ?? '');
  }
  return mergedTags(new Map(), tags);
}

/** The pairs of `prefix.N.Key` and `prefix.N.Value`. */
export function tagList(
  parameters: QueryParameters,
  prefix: string,
): readonly (readonly [key: string, value: string | undefined])[] {
  return parameters
    .items(prefix)
    .map((item) => [parameters.required(`${item}.Key`), parameters.text(`${item}.Value`)]);
}

/** @throws AwsError InvalidParameterValue, TagLimitExceeded */
export function mergedTags(tags: Tags, added: Tags): Tags {
  for (const [key, value] of added) {
    if (/^aws:/i.test(key)) {
      throw invalidValue(
        `Tag keys starting with 'aws:' are reserved for internal use: '${key.slice(0, 128)}' cannot be set.`,
      );
    }
    if (key.length > 127)
      throw invalidValue(`Tag key exceeds the maximum length of 127 characters: '${key.slice(0, 128)}'`);
    if (value.length > 255)
      throw invalidValue(`Tag value exceeds the maximum length of 255 characters, that of '${key}'`);
  }
  const merged = new Map([...tags, ...added]);
  if (merged.size > most) {
    throw new AwsError(
      'TagLimitExceeded',
      `The maximum number of Tags for a resource has been reached: ${merged.size}, ${most} are allowed.`,
    );
  }
  return merged;
}
