import { errorText } from '../../error-text.js';
import { listOf, number, structure, text } from '../../http/aws-json.js';
import { type Json, type StateBook } from '../../state/state-book.js';
import { definitionArn, type EcsPlace } from '../arns.js';
import { tagsShape } from '../tag-rules.js';
import { definitionShape } from './definition-shape.js';
import { type DefinitionStatus, type TaskDefinition } from './task-definition.js';

/** A revision, at `<region>/<family>:<revision>`. */
const revisions = 'definition';
/** The last number of a family of which revisions were deleted, at `<region>/<family>`. */
const families = 'definition-family';

const recordShape = structure({
  content: definitionShape,
  compatibilities: listOf(text),
  tags: tagsShape,
  status: text,
  registeredAt: number,
  deregisteredAt: number,
  deleteRequestedAt: number,
});
const familyShape = structure({ last: number });

const statuses: readonly string[] = ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'] satisfies DefinitionStatus[];
const isStatus = (status: string): status is DefinitionStatus => statuses.includes(status);

/** The kept records of a region's task definitions. */
export class DefinitionRecords {
  constructor(
    private readonly place: EcsPlace,
    private readonly state: StateBook,
    private readonly log: (line: string) => void,
  ) {}

  note(definition: TaskDefinition): void {
    this.state.note(revisions, this.key(definition), () => snapshot(definition));
  }

  /** Forgets a revision, but not that its number, or one past it, was given. */
  drop(definition: TaskDefinition, last: number): void {
    this.state.drop(revisions, this.key(definition));
    this.state.note(families, `${this.place.region}/${definition.family}`, () => ({ last }));
  }

  /** The kept revisions, each family's by ascending number; records that cannot be read are logged and left out. */
  definitions(): TaskDefinition[] {
    return this.read(revisions, (name, record) => this.restored(name, record)).sort(
      (one, other) => one.revision - other.revision,
    );
  }

  /** The last numbers of families that had revisions deleted. */
  lastRevisions(): (readonly [family: string, last: number])[] {
    return this.read(families, (name, record) => {
      const { last = 0 } = familyShape(record, '');
      return [name, last] as const;
    });
  }

  private read<T>(kind: string, restore: (name: string, record: Json) => T): T[] {
    const prefix = `${this.place.region}/`;
    return [...this.state.all(kind)].flatMap(([key, record]) => {
      if (!key.startsWith(prefix)) return [];
      try {
        return [restore(key.slice(prefix.length), record)];
      } catch (error) {
        this.log(`kept record ${kind} ${key} is left out, because it cannot be read: ${errorText(error)}`);
        return [];
      }
    });
  }

  private restored(name: string, record: Json): TaskDefinition {
    const [, family, number] = /^([A-Za-z0-9_-]{1,255}):(\d{1,9})$/.exec(name) ?? [];
    const { content, status = '', registeredAt, deregisteredAt, ...rest } = recordShape(record, '');
    if (family === undefined || content?.containerDefinitions === undefined) {
      throw new Error('it has no family, revision or containers');
    }
    if (!isStatus(status) || registeredAt === undefined) throw new Error(`status '${status}' or no time`);
    const revision = Number(number);
    return {
      arn: definitionArn(this.place, family, revision),
      family,
      revision,
      content,
      compatibilities: rest.compatibilities ?? [],
      tags: (rest.tags ?? []).map(({ key = '', value = '' }) => ({ key, value })),
      registeredAt,
      status,
      ...(deregisteredAt === undefined ? {} : { deregisteredAt }),
      ...(rest.deleteRequestedAt === undefined ? {} : { deleteRequestedAt: rest.deleteRequestedAt }),
    };
  }

  private key({ family, revision }: TaskDefinition): string {
    return `${this.place.region}/${family}:${revision}`;
  }
}

function snapshot(definition: TaskDefinition): Json {
  const { content, compatibilities, tags, status, registeredAt } = definition;
  return {
    content,
    compatibilities,
    tags: tags.map(({ key, value }) => ({ key, value })),
    status,
    registeredAt,
    deregisteredAt: definition.deregisteredAt,
    deleteRequestedAt: definition.deleteRequestedAt,
  };
}
