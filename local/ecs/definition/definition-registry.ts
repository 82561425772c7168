import { definitionArn, type EcsPlace, localName } from '../arns.js';
import { type EcsTag } from '../tag-rules.js';
import { type ContainerDefinition, type DefinitionInput } from './definition-shape.js';
import { cpuUnits, memoryMiB } from './task-size.js';

/** One revision. Its content never changes; only ACTIVE may become INACTIVE. */
export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly content: DefinitionInput;
  tags: readonly EcsTag[];
  /** Epoch milliseconds. */
  readonly registeredAt: number;
  status: 'ACTIVE' | 'INACTIVE';
  deregisteredAt?: number;
}

/** The task definitions of one region. */
export class DefinitionRegistry {
  private readonly families = new Map<string, TaskDefinition[]>();

  constructor(
    private readonly place: EcsPlace,
    private readonly now: () => number,
  ) {}

  /** Always a new revision, also for known content; numbers are never used again (facts §1d). */
  add(content: DefinitionInput, tags: readonly EcsTag[]): TaskDefinition {
    const family = content.family ?? '';
    const revisions = this.families.get(family) ?? [];
    this.families.set(family, revisions);
    const revision = revisions.length + 1;
    const definition: TaskDefinition = {
      arn: definitionArn(this.place, family, revision),
      family,
      revision,
      content: normalised(content),
      tags,
      registeredAt: this.now(),
      status: 'ACTIVE',
    };
    revisions.push(definition);
    return definition;
  }

  /** By `family` (its latest ACTIVE revision), `family:revision`, or ARN. */
  find(reference: string): TaskDefinition | undefined {
    const [family = '', revision, ...rest] = localName(this.place, 'task-definition', reference).split(':');
    const revisions = this.families.get(family) ?? [];
    if (revision === undefined) return revisions.findLast(({ status }) => status === 'ACTIVE');
    return /^\d+$/.test(revision) && rest.length === 0 ? revisions[Number(revision) - 1] : undefined;
  }

  /** Replaces the tags of a revision. */
  retag(definition: TaskDefinition, tags: readonly EcsTag[]): void {
    definition.tags = tags;
  }

  deregister(definition: TaskDefinition): void {
    if (definition.status === 'INACTIVE') return;
    definition.status = 'INACTIVE';
    definition.deregisteredAt = this.now();
  }

  /** Families in order of name, revisions in order of number. */
  all(): TaskDefinition[] {
    const families = [...this.families].sort(([one], [other]) => (one < other ? -1 : 1));
    return families.flatMap(([, revisions]) => revisions);
  }
}

/** AWS answers a definition with its defaults filled in and sizes in plain units. */
function normalised(input: DefinitionInput): DefinitionInput {
  // Tags belong to the revision, not to its content.
  const content: DefinitionInput = Object.fromEntries(
    Object.entries(input).filter(([name]) => name !== 'tags'),
  );
  const cpu = content.cpu === undefined ? undefined : cpuUnits(content.cpu);
  const memory = content.memory === undefined ? undefined : memoryMiB(content.memory);
  return {
    volumes: [],
    placementConstraints: [],
    ...content,
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memory === undefined ? {} : { memory: String(memory) }),
    containerDefinitions: (content.containerDefinitions ?? []).map(withDefaults),
  };
}

const containerDefaults = {
  cpu: 0,
  essential: true,
  environment: [],
  portMappings: [],
  mountPoints: [],
  volumesFrom: [],
  systemControls: [],
};

const withDefaults = (container: ContainerDefinition): ContainerDefinition => ({
  ...containerDefaults,
  ...container,
});
