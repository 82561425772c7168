import { type StateBook } from '../state/state-book.js';
import { type EcsPlace, clusterArn } from './arns.js';
import { AccountSettings } from './account/account-settings.js';
import { ClusterStore } from './cluster/cluster-store.js';
import { type ClusterUse, clusterUse, type InstanceCount } from './cluster/cluster-use.js';
import { DefinitionRegistry } from './definition/definition-registry.js';
import { ClientTokens } from './launch/client-tokens.js';
import { endWithItsCloud, taskOf } from './task/task-record.js';
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

/** All state ECS keeps for one account and region, found again where it was kept. */
export class EcsRegion {
  readonly now: () => number;
  readonly definitions: DefinitionRegistry;
  readonly tasks: TaskStore;
  readonly use: ClusterUse;
  readonly clusters: ClusterStore;
  readonly tokens: ClientTokens;
  readonly throttle: EcsThrottle;
  readonly accountSettings: AccountSettings;

  constructor(
    readonly place: EcsPlace,
    deps: EcsRegionDeps,
  ) {
    const { now, state, log } = deps;
    this.now = now;
    this.definitions = new DefinitionRegistry(place, now, { state, log });
    this.tasks = new TaskStore({ now, retention: deps.retention, state, kind: `task/${place.region}` });
    this.use = clusterUse(this.tasks, deps.instances);
    this.clusters = new ClusterStore({ place, now, use: this.use, state, log });
    this.restoreTasks(deps);
    this.tokens = new ClientTokens({
      now,
      state,
      log,
      kind: `client-token/${place.region}`,
      task: (id) => this.tasks.byId(id),
    });
    this.throttle = new EcsThrottle(now, deps.throttle);
    this.accountSettings = new AccountSettings(place, state);
  }

  /** Whether nobody has left anything here. Without a cluster there are no tasks, and no tokens that mean any. */
  get isEmpty(): boolean {
    return this.clusters.isEmpty && this.definitions.isEmpty && this.accountSettings.isEmpty;
  }

  /** The ARN a missing cluster would have, as `failures[]` names it. */
  missingClusterArn(reference: string): string {
    return reference.startsWith('arn:') ? reference : clusterArn(this.place, reference);
  }

  /** After clusters and definitions, which tasks name. Those a closed cloud left living end now. */
  private restoreTasks({ state, now, log }: EcsRegionDeps): void {
    const kind = `task/${this.place.region}`;
    const home = {
      cluster: (name: string) => this.clusters.find(name),
      definition: (arn: string) => this.definitions.find(arn),
    };
    const kept = [...state.all(kind)].flatMap(([key, record]) => {
      const task = taskOf(record, home);
      if (task === undefined) {
        log(`a kept task is broken or its cluster is gone, and was left out: ${kind} ${key}`);
        state.drop(kind, key);
      }
      return task === undefined ? [] : [task];
    });
    // In the order they stopped, which is the order they are forgotten in.
    for (const task of kept) if (task.lastStatus !== 'STOPPED') endWithItsCloud(task, now());
    kept.sort((one, other) => (one.times.stoppedAt ?? 0) - (other.times.stoppedAt ?? 0));
    for (const task of kept) this.tasks.add(task);
  }
}
