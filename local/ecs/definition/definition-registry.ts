import { AwsError } from '../../http/aws-error.js';
import { lowerBound } from '../../lower-bound.js';
import { noState, type StateBook } from '../../state/state-book.js';
import { definitionArn, type EcsPlace, localName } from '../arns.js';
import { type EcsTag } from '../tag-rules.js';
import { compatibilitiesOf } from './definition-rules.js';
import { DefinitionRecords } from './definition-records.js';
import { type DefinitionInput } from './definition-shape.js';
import { DefinitionFamily } from './family.js';
import { normalised } from './normalised-content.js';
import { isUsable, type TaskDefinition } from './task-definition.js';

export { type TaskDefinition } from './task-definition.js';

/** What a registry keeps between starts, and whom it tells of records it cannot read. */
export interface DefinitionKeeping {
  readonly state: StateBook;
  readonly log: (line: string) => void;
}

/**
 * How long a deleted revision stays DELETE_IN_PROGRESS at least, and how often is looked for those to remove.
 * AWS gives no time; it only says that one which tasks use stays until they have ended.
 */
const deletion = 60_000;

/** Revisions of one family, deleted ones included (facts §1d). */
const mostRevisions = 1_000_000;

/** The task definitions of one region. */
export class DefinitionRegistry {
  private readonly families = new Map<string, DefinitionFamily>();
  /** Names of families in byte order, for listing. */
  private readonly names: string[] = [];
  private readonly deleting = new Set<TaskDefinition>();
  private readonly records: DefinitionRecords;
  private lastLook = -Infinity;

  constructor(
    private readonly place: EcsPlace,
    private readonly now: () => number,
    { state, log }: DefinitionKeeping = { state: noState, log: () => undefined },
  ) {
    this.records = new DefinitionRecords(place, state, log);
    this.restore();
  }

  /**
   * Always a new revision, also for known content; numbers are never used again (facts §1d).
   *
   * @throws AwsError ClientException where the family has had all its numbers
   */
  add(content: DefinitionInput, tags: readonly EcsTag[]): TaskDefinition {
    const family = this.family(content.family ?? '');
    if (family.last >= mostRevisions) {
      throw new AwsError(
        'ClientException',
        `family '${family.name}' has had ${family.last} revisions, the most there can be: use another family.`,
      );
    }
    const revision = family.last + 1;
    const definition: TaskDefinition = {
      arn: definitionArn(this.place, family.name, revision),
      family: family.name,
      revision,
      content: normalised(content),
      compatibilities: compatibilitiesOf(content),
      tags,
      registeredAt: this.now(),
      status: 'ACTIVE',
    };
    family.add(definition);
    this.records.note(definition);
    return definition;
  }

  /** Whether no family was ever registered. */
  get isEmpty(): boolean {
    return this.families.size === 0;
  }

  /** By `family` (its latest ACTIVE revision), `family:revision`, or ARN. */
  find(reference: string): TaskDefinition | undefined {
    const [family = '', revision, ...rest] = localName(this.place, 'task-definition', reference).split(':');
    const found = this.families.get(family);
    if (revision === undefined) return found?.latestActive();
    return /^\d{1,9}$/.test(revision) && rest.length === 0 ? found?.at(Number(revision)) : undefined;
  }

  /** Whether RunTask may use the revision now: see {@link isUsable}. */
  usable(definition: TaskDefinition, now = this.now()): boolean {
    return isUsable(definition, now);
  }

  /** Replaces the tags of a revision. */
  retag(definition: TaskDefinition, tags: readonly EcsTag[]): void {
    definition.tags = tags;
    this.records.note(definition);
  }

  deregister(definition: TaskDefinition): void {
    if (definition.status !== 'ACTIVE') return;
    definition.status = 'INACTIVE';
    definition.deregisteredAt = this.now();
    this.records.note(definition);
  }

  /** Begins the deletion of an INACTIVE revision; {@link removeDeleted} ends it. */
  delete(definition: TaskDefinition): void {
    if (definition.status !== 'INACTIVE') return;
    definition.status = 'DELETE_IN_PROGRESS';
    definition.deleteRequestedAt = this.now();
    this.deleting.add(definition);
    this.records.note(definition);
  }

  /**
   * Forgets deleted revisions no task uses any more; looks once a minute at most, however often it is called.
   *
   * @param used answers the ARNs of the revisions that tasks use; asked only when there is something to remove
   */
  removeDeleted(used: () => ReadonlySet<string>): void {
    const now = this.now();
    if (this.deleting.size === 0 || now < this.lastLook + deletion) return;
    this.lastLook = now;
    const inUse = used();
    for (const definition of this.deleting) {
      const { arn, family, revision, deleteRequestedAt = now } = definition;
      if (now < deleteRequestedAt + deletion || inUse.has(arn)) continue;
      this.deleting.delete(definition);
      this.family(family).remove(revision);
      this.records.drop(definition, this.family(family).last);
    }
  }

  /** Families from a name on, in byte order, or backwards from it; those of which nothing is left included. */
  *walkFamilies(from: string | undefined, order: 'ASC' | 'DESC'): Generator<DefinitionFamily> {
    const step = order === 'ASC' ? 1 : -1;
    for (let index = this.startAt(from, order); index >= 0 && index < this.names.length; index += step) {
      const family = this.families.get(this.names[index] ?? '');
      if (family !== undefined) yield family;
    }
  }

  private restore(): void {
    for (const definition of this.records.definitions()) {
      this.family(definition.family).add(definition);
      if (definition.status === 'DELETE_IN_PROGRESS') this.deleting.add(definition);
    }
    for (const [family, last] of this.records.lastRevisions()) this.family(family).reserve(last);
  }

  private family(name: string): DefinitionFamily {
    const known = this.families.get(name);
    if (known !== undefined) return known;
    const family = new DefinitionFamily(name);
    this.families.set(name, family);
    this.names.splice(this.position(name), 0, name);
    return family;
  }

  private startAt(from: string | undefined, order: 'ASC' | 'DESC'): number {
    if (from === undefined) return order === 'ASC' ? 0 : this.names.length - 1;
    const position = this.position(from);
    return order === 'ASC' || this.names[position] === from ? position : position - 1;
  }

  /** Where a name stands among the sorted names, or would stand. */
  private position(name: string): number {
    return lowerBound(this.names.length, (index) => (this.names[index] ?? '') < name);
  }
}
