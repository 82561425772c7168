import { type EcsPlace, clusterArn } from './arns.js';
import { AccountSettings } from './account/account-settings.js';
import { ClusterStore } from './cluster/cluster-store.js';
import { type ClusterUse, clusterUse, type InstanceCount } from './cluster/cluster-use.js';
import { DefinitionRegistry } from './definition/definition-registry.js';
import { ClientTokens } from './task/client-tokens.js';
import { TaskStore } from './task/task-store.js';
import { EcsThrottle, type ThrottleScale } from './throttle/ecs-throttle.js';
import { noState, type StateBook } from '../state/state-book.js';

/** What a region goes by, beside its place and the time. */
export interface RegionOptions {
  /** Milliseconds a stopped task stays visible. */
  readonly retention: number;
  /** What was kept, and where changes are noted; by default nothing is. */
  readonly state?: StateBook;
  readonly log?: (line: string) => void;
  /** Counts container instances; none by default. */
  readonly instances?: InstanceCount;
  readonly throttle?: ThrottleScale;
}

/** All state ECS keeps for one account and region. */
export class EcsRegion {
  readonly clusters: ClusterStore;
  readonly definitions: DefinitionRegistry;
  readonly tasks: TaskStore;
  readonly tokens: ClientTokens;
  readonly throttle: EcsThrottle;
  readonly accountSettings: AccountSettings;
  readonly use: ClusterUse;
  private serial = 0;

  constructor(
    readonly place: EcsPlace,
    /** Epoch milliseconds. */
    readonly now: () => number,
    { retention, state = noState, log = () => undefined, ...options }: RegionOptions,
  ) {
    this.definitions = new DefinitionRegistry(place, now);
    this.tasks = new TaskStore(now, retention);
    this.tokens = new ClientTokens(now);
    this.throttle = new EcsThrottle(now, options.throttle);
    this.accountSettings = new AccountSettings(place, state);
    this.use = clusterUse(this.tasks, options.instances ?? (() => 0));
    this.clusters = new ClusterStore({ place, now, use: this.use, state, log });
  }

  nextSerial(): number {
    return this.serial++;
  }

  /** The ARN a missing cluster would have, as `failures[]` names it. */
  missingClusterArn(reference: string): string {
    return reference.startsWith('arn:') ? reference : clusterArn(this.place, reference);
  }
}
