import { type StateBook } from '../state/state-book.js';
import { type EcsPlace, clusterArn } from './arns.js';
import { AccountSettings } from './account/account-settings.js';
import { ClusterStore } from './cluster/cluster-store.js';
import { type ClusterUse, clusterUse, type InstanceCount } from './cluster/cluster-use.js';
import { DefinitionRegistry } from './definition/definition-registry.js';
import { ClientTokens } from './task/client-tokens.js';
import { TaskStore } from './task/task-store.js';
import { EcsThrottle, type ThrottleScale } from './throttle/ecs-throttle.js';

export interface EcsRegionDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds a stopped task stays visible. */
  readonly retention: number;
  readonly state: StateBook;
  readonly log: (line: string) => void;
  readonly instances: InstanceCount;
  readonly throttle: ThrottleScale;
}

/** All state ECS keeps for one account and region. */
export class EcsRegion {
  readonly now: () => number;
  readonly definitions: DefinitionRegistry;
  readonly tasks: TaskStore;
  readonly use: ClusterUse;
  readonly clusters: ClusterStore;
  readonly tokens: ClientTokens;
  readonly throttle: EcsThrottle;
  readonly accountSettings: AccountSettings;
  private serial = 0;

  constructor(
    readonly place: EcsPlace,
    deps: EcsRegionDeps,
  ) {
    const { now, state, log } = deps;
    this.now = now;
    this.definitions = new DefinitionRegistry(place, now, { state, log });
    this.tasks = new TaskStore(now, deps.retention);
    this.use = clusterUse(this.tasks, deps.instances);
    this.clusters = new ClusterStore({ place, now, use: this.use, state, log });
    this.tokens = new ClientTokens(now);
    this.throttle = new EcsThrottle(now, deps.throttle);
    this.accountSettings = new AccountSettings(place, state);
  }

  nextSerial(): number {
    return this.serial++;
  }

  /** The ARN a missing cluster would have, as `failures[]` names it. */
  missingClusterArn(reference: string): string {
    return reference.startsWith('arn:') ? reference : clusterArn(this.place, reference);
  }
}
