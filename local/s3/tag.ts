import { AwsError } from '../http/aws-error.js';
import { parseXml, type XmlElement } from '../http/xml.js';
import { invalidArgument, malformedXml } from './s3-error.js';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How many tags one thing may have. */
const tagLimits = { object: 10, bucket: 50 } as const;

const charset = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Tags as the header `x-amz-tagging` brings them. @throws AwsError InvalidArgument, InvalidTag, BadRequest */
export function parseTagHeader(text: string | undefined): readonly Tag[] {
  if (text === undefined || text === '') return [];
  const tags = [...new URLSearchParams(text)].map(([key, value]) => ({ key, value }));
  if (new Set(tags.map((tag) => tag.key)).size !== tags.length) {
    const message =
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";
    throw invalidArgument(message, 'x-amz-tagging', text);
  }
  return checkTags(tags, 'object');
}

/** Tags of a Tagging document. @throws AwsError MalformedXML, InvalidTag, BadRequest */
export function parseTagDocument(document: string, owner: keyof typeof tagLimits): readonly Tag[] {
  const tagging = memberOf(parseXml(document, ['Tag']), 'Tagging');
  const set = memberOf(tagging, 'TagSet');
  if (set === undefined) throw malformedXml('no TagSet in Tagging');
  const tags = (memberOf(set, 'Tag') as readonly unknown[] | undefined) ?? [];
  return checkTags(tags.map(tagOf), owner);
}

export function tagDocument(tags: readonly Tag[]): XmlElement {
  return { TagSet: { Tag: tags.map((tag) => ({ Key: tag.key, Value: tag.value })) } };
}

function tagOf(entry: unknown): Tag {
  const key = memberOf(entry, 'Key');
  const value = memberOf(entry, 'Value');
  if (typeof key !== 'string' || typeof value !== 'string') throw malformedXml('a Tag without Key and Value');
  return { key, value };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function checkTags(tags: readonly Tag[], owner: keyof typeof tagLimits): readonly Tag[] {
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || !charset.test(key)) {
      throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid', 400, { TagKey: key });
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw new AwsError('InvalidTag', 'System tags cannot be added/updated by requester', 400, {
        TagKey: key,
      });
    }
    if (value.length > 256 || !charset.test(value)) {
      const members = { TagKey: key, TagValue: value };
      throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid', 400, members);
    }
  }
  const keys = tags.map((tag) => tag.key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) {
    throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key', 400, {
      TagKey: twice,
    });
  }
  if (tags.length <= tagLimits[owner]) return tags;
  const label = owner === 'object' ? 'Object tags' : 'Bucket tag count';
  throw new AwsError('BadRequest', `${label} cannot be greater than ${tagLimits[owner]}`);
}
