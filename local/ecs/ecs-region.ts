import { type EcsPlace, clusterArn } from './arns.js';
import { ClusterStore } from './cluster/cluster.js';
import { DefinitionRegistry } from './definition/definition-registry.js';
import { ClientTokens } from './task/client-tokens.js';
import { TaskStore } from './task/task-store.js';
import { EcsThrottle } from './throttle/ecs-throttle.js';

/** All state ECS keeps for one account and region. */
export class EcsRegion {
  readonly clusters: ClusterStore;
  readonly definitions: DefinitionRegistry;
  readonly tasks: TaskStore;
  readonly tokens: ClientTokens;
  readonly throttle: EcsThrottle;
  private serial = 0;

  constructor(
    readonly place: EcsPlace,
    /** Epoch milliseconds. */
    readonly now: () => number,
    /** Milliseconds a stopped task stays visible. */
    retention: number,
  ) {
    this.clusters = new ClusterStore(place);
    this.definitions = new DefinitionRegistry(place, now);
    this.tasks = new TaskStore(now, retention);
    this.tokens = new ClientTokens(now);
    this.throttle = new EcsThrottle(now);
  }

  nextSerial(): number {
    return this.serial++;
  }

  /** The ARN a missing cluster would have, as `failures[]` names it. */
  missingClusterArn(reference: string): string {
    return reference.startsWith('arn:') ? reference : clusterArn(this.place, reference);
  }
}
