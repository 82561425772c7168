import { type Clock } from '../clock.js';
import { jsonService } from '../http/aws-json.js';
import { type LocalService } from '../http/service.js';
import { type LogDelivery } from '../logs/log-delivery.js';
import { type TaskRuntime } from '../runtime/task-runtime.js';
import { type ManagedInstancesProvider } from './cluster/capacity-provider.js';
import { clusterOperations, setDefaultStrategy } from './cluster/cluster-operations.js';
import { addProvider, providerOperations } from './cluster/provider-operations.js';
import { checkedStrategy } from './cluster/strategy.js';
import { definitionOperations } from './definition/definition-operations.js';
import { EcsRegion } from './ecs-region.js';
import { type EcsNetwork } from './network.js';
import { type Random } from './random-id.js';
import { spotInterrupted } from './task/ending.js';
import { type LifecycleDelays, lifecycleDelays } from './task/lifecycle-delays.js';
import { runTask } from './task/run-task.js';
import { type EcsTask } from './task/task.js';
import { defaultMaxRunning, TaskSlots } from './task/task-slots.js';
import { TaskLife } from './task/task-life.js';
import { taskOperations } from './task/task-operations.js';
import { unservedOperations } from './unserved-operations.js';

export interface EcsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (line: string) => void;
  /** Twelve digits. */
  readonly account: string;
  readonly network: EcsNetwork;
  /** Runs the containers; the service closes it. */
  readonly runtime: TaskRuntime;
  /** Where containers' output goes. */
  readonly logs: LogDelivery;
  /** How many times faster than AWS tasks start and end (default 100: RUNNING after 0.4 s). */
  readonly speed?: number;
  /** Single delays in milliseconds, after `speed`; for tests. */
  readonly delays?: Partial<LifecycleDelays>;
  /** Tasks that have processes at once, 1 or more (default two a core, at least 4); others stay PROVISIONING. */
  readonly maxRunning?: number;
  /** Milliseconds a stopped task stays visible (default one hour, AWS's least). */
  readonly retention?: number;
}

/** ECS of the local cloud: a service for clients, and the acts of an operator that AWS has no API for. */
export interface EcsService extends LocalService {
  /** Answers the cluster's ARN; one that exists is fine. */
  createCluster(region: string, name: string): string;
  /** Gives the cluster an ACTIVE Managed Instances provider; answers its ARN. Throws AwsError on bad input. */
  createProvider(region: string, cluster: string, name: string, provider: ManagedInstancesProvider): string;
  setDefaultStrategy(
    region: string,
    cluster: string,
    strategy: readonly {
      readonly capacityProvider: string;
      readonly weight?: number;
      readonly base?: number;
    }[],
  ): void;
  /** Reclaims the task's Spot instance, or loses its host. Throws RangeError where no such task lives. */
  interrupt(taskArn: string, kind: 'spot' | 'host'): void;
}

/** State is per region and in memory; what runs ends with `close()`. */
export function createEcsService(deps: EcsDeps): EcsService {
  const delays = { ...lifecycleDelays(deps.speed ?? 100), ...deps.delays };
  const slots = new TaskSlots(deps.maxRunning ?? defaultMaxRunning());
  const regions = new Map<string, EcsRegion>();
  const lives = new Map<string, TaskLife>();
  const regionOf = (region: string): EcsRegion => {
    const place = { region, account: deps.account };
    const state =
      regions.get(region) ?? new EcsRegion(place, () => deps.clock.now(), deps.retention ?? 3_600_000);
    regions.set(region, state);
    return state;
  };
  const begin = (task: EcsTask, state: EcsRegion): void => {
    const stopped = (): void => {
      lives.delete(task.arn);
      state.tasks.retire(task);
    };
    const life = new TaskLife(task, { ...deps, delays, slots, place: state.place, stopped });
    lives.set(task.arn, life);
    life.begin();
  };
  const service = jsonService({
    targetPrefix: 'AmazonEC2ContainerServiceV20141113',
    operations: {
      ...clusterOperations(regionOf),
      ...providerOperations(regionOf, deps.network, delays.provider),
      ...definitionOperations(regionOf, usedDefinitions),
      RunTask: runTask({ ...deps, regionOf, consistency: delays.consistency, begin }),
      ...taskOperations({ regionOf, stop: (task, ending) => lives.get(task.arn)?.stop(ending) }),
    },
    unserved: unservedOperations,
    admit: (operation, { region }) => regionOf(region).throttle.admit(operation),
    log: deps.log,
    close: async () => {
      for (const life of lives.values()) life.close();
      lives.clear();
      await deps.runtime.close();
    },
  });
  return { ...service, ...operatorActs(regionOf, deps.network, lives) };
}

/** The revisions that tasks use: their deletion waits. */
const usedDefinitions = ({ clusters, tasks }: EcsRegion): ReadonlySet<string> =>
  new Set(clusters.all().flatMap(({ name }) => tasks.live(name).map(({ definition }) => definition.arn)));

function operatorActs(
  regionOf: (region: string) => EcsRegion,
  network: EcsNetwork,
  lives: ReadonlyMap<string, TaskLife>,
): Omit<EcsService, keyof LocalService> {
  return {
    createCluster: (region, name) => regionOf(region).clusters.create(name, []).arn,
    createProvider: (region, cluster, name, managedInstances) => {
      const state = regionOf(region);
      const wanted = { name, tags: [], managedInstances, delay: 0 };
      return addProvider(state, state.clusters.get(cluster), network, wanted).arn;
    },
    setDefaultStrategy: (region, cluster, strategy) =>
      setDefaultStrategy(regionOf(region).clusters.get(cluster), checkedStrategy(strategy)),
    interrupt: (taskArn, kind) => {
      const life = lives.get(taskArn);
      if (life === undefined) throw new RangeError(`no task ${taskArn} lives: it has stopped or never was`);
      if (kind === 'spot') life.stop(spotInterrupted);
      else life.loseHost();
    },
  };
}
