import { invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, number, operation, structure, text } from '../../http/aws-json.js';
import { oneOf } from '../include.js';
import { decodePageToken, encodePageToken, pageSize } from '../page.js';
import { type DefinitionRegistry } from './definition-registry.js';
import { type DefinitionFamily } from './family.js';
import { type TaskDefinition } from './task-definition.js';

type DefinitionsOf = (region: string) => DefinitionRegistry;
type Order = 'ASC' | 'DESC';

/**
 * Both lists begin where the page before ended and stop after their own, so that a walk through all pages of many
 * revisions is one walk.
 */
export function listDefinitions(definitionsOf: DefinitionsOf): JsonOperation {
  const shape = structure({
    familyPrefix: text,
    status: text,
    sort: text,
    maxResults: number,
    nextToken: text,
  });
  return operation(shape, (input, { region }) => {
    const { status = 'ACTIVE', familyPrefix, sort = 'ASC' } = input;
    oneOf('status', status, ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']);
    oneOf('sort', sort, ['ASC', 'DESC']);
    const after = input.nextToken === undefined ? undefined : place(decodePageToken(input.nextToken));
    const walk = walkRevisions(definitionsOf(region), sort === 'DESC' ? 'DESC' : 'ASC', after, familyPrefix);
    const { entries, ...rest } = firstPage(
      walk,
      (definition) => definition.status === status,
      ({ family, revision }) => `${family}:${revision}`,
      pageSize(input.maxResults, 100),
    );
    return { taskDefinitionArns: entries.map(({ arn }) => arn), ...rest };
  });
}

/** Here the prefix is one, and a family counts as ACTIVE by any of its revisions. */
export function listFamilies(definitionsOf: DefinitionsOf): JsonOperation {
  const shape = structure({ familyPrefix: text, status: text, maxResults: number, nextToken: text });
  return operation(shape, (input, { region }) => {
    const { status = 'ALL', familyPrefix = '' } = input;
    oneOf('status', status, ['ACTIVE', 'INACTIVE', 'ALL']);
    const after = input.nextToken === undefined ? undefined : decodePageToken(input.nextToken);
    const { entries, ...rest } = firstPage(
      walkPrefix(definitionsOf(region), after ?? familyPrefix, familyPrefix),
      (family) => family.name !== after && isListed(family, status),
      ({ name }) => name,
      pageSize(input.maxResults, 100),
    );
    return { families: entries.map(({ name }) => name), ...rest };
  });
}

interface Place {
  readonly family: string;
  readonly revision: number;
}

function place(token: string): Place {
  const [, family, revision] = /^([A-Za-z0-9_-]+):(\d+)$/.exec(token) ?? [];
  if (family === undefined) {
    throw invalidParameter(`Invalid token in the request: '${token}'`);
  }
  return { family, revision: Number(revision) };
}

/** AWS's `familyPrefix` of ListTaskDefinitions is the whole name of one family. */
function* walkRevisions(
  definitions: DefinitionRegistry,
  order: Order,
  after: Place | undefined,
  only: string | undefined,
): Generator<TaskDefinition> {
  for (const family of definitions.walkFamilies(after?.family ?? only, order)) {
    if (only !== undefined && family.name !== only) return;
    yield* family.walk(family.name === after?.family ? after.revision : undefined, order);
  }
}

function* walkPrefix(
  definitions: DefinitionRegistry,
  from: string,
  prefix: string,
): Generator<DefinitionFamily> {
  for (const family of definitions.walkFamilies(from, 'ASC')) {
    if (!family.name.startsWith(prefix)) return;
    yield family;
  }
}

/** A family whose revisions were all deleted is known no more, but for its next number. */
function isListed(family: DefinitionFamily, status: string): boolean {
  const active = family.latestActive() !== undefined;
  return family.size > 0 && (status === 'ALL' || (status === 'ACTIVE') === active);
}

function firstPage<T>(
  walk: Iterable<T>,
  wanted: (entry: T) => boolean,
  key: (entry: T) => string,
  size: number,
): { readonly entries: readonly T[]; readonly nextToken?: string } {
  const entries: T[] = [];
  for (const entry of walk) {
    if (!wanted(entry)) continue;
    const last = entries.at(-1);
    if (last !== undefined && entries.length === size)
      return { entries, nextToken: encodePageToken(key(last)) };
    entries.push(entry);
  }
  return { entries };
}
