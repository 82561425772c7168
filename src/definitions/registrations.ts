import { inject, injectable } from 'tsyringe';
import type { Registration } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type EcsTaskDefinition } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { present } from '../present.js';
import { CONTAINER_NAME } from '../request/task-definition.js';
import { FAMILY_PREFIX, isOwnFamily } from './content-hash.js';

/** The register bucket refills at 1 a second, and a network may be away for minutes. */
const PATIENCE_MS = 15 * 60_000;

/** A page of anything that ECS lists. */
interface Page {
  readonly next?: string;
}

/**
 * The task definitions that runs have registered, of this account and region, and how they are taken back. A run that
 * needs one again registers it anew, also in the middle of its work: `DefinitionStore.replace`.
 */
@injectable()
export class Registrations {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CallRepeater) private readonly calls: CallRepeater,
  ) {}

  /**
   * All ACTIVE revisions of families that are ours by their name, their image and their container. Tasks of the
   * configured cluster tell which are in use.
   * @throws AwsServiceError where ECS cannot be asked.
   */
  async *list(): AsyncGenerator<Registration> {
    const used = await this.definitionsInUse();
    const families = this.pages('listing families of task definitions', (from) =>
      this.ecs.listTaskDefinitionFamilies(FAMILY_PREFIX, from),
    );
    for await (const { names } of families) {
      const found = await Promise.all(names.map((family) => this.revisionsOf(family)));
      for (const definition of found.flat()) yield registrationOf(definition, used);
    }
  }

  /**
   * Makes a revision INACTIVE.
   * @param id its ARN.
   * @throws AwsServiceError where ECS has not.
   */
  async deregister(id: string): Promise<void> {
    await this.ask('deregistering task definitions', () => this.ecs.deregisterTaskDefinition(id));
  }

  private async revisionsOf(family: string): Promise<readonly EcsTaskDefinition[]> {
    const own: EcsTaskDefinition[] = [];
    const revisions = this.pages('listing task definitions', (from) =>
      this.ecs.listTaskDefinitions(family, from),
    );
    for await (const { names } of revisions) {
      for (const definition of await Promise.all(names.map((arn) => this.describe(arn))))
        if (definition !== undefined && isOwn(family, definition)) own.push(definition);
    }
    return own;
  }

  private describe(arn: string): Promise<EcsTaskDefinition | undefined> {
    return this.ask('looking up task definitions', () => this.ecs.describeTaskDefinition(arn));
  }

  private async definitionsInUse(): Promise<ReadonlySet<string>> {
    const { cluster } = this.config;
    const used = new Set<string>();
    const tasks = this.pages('listing tasks', (from) => this.ecs.listTasks(cluster, {}, from));
    for await (const { arns } of tasks) {
      if (arns.length === 0) continue;
      const described = await this.ask('describing tasks', () => this.ecs.describeTasks(cluster, arns));
      for (const snapshot of described.values())
        if (snapshot.kind === 'found' && snapshot.task.definition !== undefined)
          used.add(snapshot.task.definition);
    }
    return used;
  }

  private async *pages<P extends Page>(
    what: string,
    page: (from: string | undefined) => Promise<P>,
  ): AsyncGenerator<P> {
    let from: string | undefined;
    do {
      const found = await this.ask(what, () => page(from));
      yield found;
      from = found.next;
    } while (from !== undefined);
  }

  private ask<T>(what: string, call: () => Promise<T>): Promise<T> {
    return this.calls.repeat(what, call, { patience: PATIENCE_MS });
  }
}

/** By more than the beginning of its name: other programs may use that, too. */
function isOwn(family: string, { content }: EcsTaskDefinition): boolean {
  const containers = content['containerDefinitions'];
  const [container, ...others] = (Array.isArray(containers) ? containers : []) as readonly {
    readonly name?: unknown;
    readonly image?: unknown;
  }[];
  if (container?.name !== CONTAINER_NAME || others.length > 0) return false;
  return typeof container.image === 'string' && isOwnFamily(family, container.image);
}

function registrationOf({ arn, registeredAt }: EcsTaskDefinition, used: ReadonlySet<string>): Registration {
  // `family:revision`, as ECS itself names it for people.
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return { id: arn, name, inUse: used.has(arn), ...present({ registeredAt }) };
}
