import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import type { TaskDefinitionContent } from '../request/task-definition.js';

/** Family names: at most 255 letters, digits, hyphens, underscores (RegisterTaskDefinition). */
const NOT_IN_FAMILY = /[^A-Za-z0-9_-]+/g;
const LONGEST_SLUG = 100;
const HASH_DIGITS = 32;
const HASH = new RegExp(`-[0-9a-f]{${HASH_DIGITS}}$`);

/** What the names of all our families begin with. */
export const FAMILY_PREFIX = 'nf-';

/** The same content gives the same family in every run, so a later run finds what an earlier one registered. */
export function familyOf(image: string, content: TaskDefinitionContent): string {
  return `${FAMILY_PREFIX}${slugOf(image)}-${contentHash(content)}`;
}

/** Whether a family of that name, with that image, is one of ours: others may use the prefix, too. */
export function isOwnFamily(family: string, image: string): boolean {
  return HASH.test(family) && family.replace(HASH, '') === `${FAMILY_PREFIX}${slugOf(image)}`;
}

/** 32 hexadecimal digits; independent of the order of keys. */
export function contentHash(content: TaskDefinitionContent): string {
  return createHash('sha256').update(stringify(content)).digest('hex').slice(0, HASH_DIGITS);
}

function slugOf(image: string): string {
  return image.replace(NOT_IN_FAMILY, '-').slice(0, LONGEST_SLUG);
}
