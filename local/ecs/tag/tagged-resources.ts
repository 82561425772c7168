import { type EcsTag } from '../tag-rules.js';

/** Something with tags, as the tag operations see it. */
export interface TagHolder {
  readonly tags: readonly EcsTag[];
  /** Replaces the tags, and keeps them where the resource is kept. */
  setTags(tags: readonly EcsTag[]): void;
}

/** Finds resources of one region by ARN; each kind of resource answers for its own. */
export interface TaggedResources {
  /** Undefined where there is no such resource, or none of a kind that has tags. */
  find(arn: string): TagHolder | undefined;
}

/** Finds a resource of one kind; the ARN is whole and of this account and region. */
export type TagFinder = (arn: string) => TagHolder | undefined;

/** Resources by the kind their ARN names: `cluster`, `capacity-provider`, `task-definition`, and so on. */
export function taggedResources(finders: Readonly<Record<string, TagFinder>>): TaggedResources {
  return {
    find: (arn) => {
      const kind = /^arn:[^:]*:ecs:[^:]*:[^:]*:([^/]+)\//.exec(arn)?.[1] ?? '';
      return Object.hasOwn(finders, kind) ? finders[kind]?.(arn) : undefined;
    },
  };
}
