import { type Clock } from '../clock.js';
import { noTaskFaults, type TaskFaults } from '../faults/task-faults.js';
import { type NetworkInterfaces } from '../ec2/network-interface.js';
import { jsonService } from '../http/aws-json.js';
import { type UnsignedService } from '../http/exchange.js';
import { type LocalService } from '../http/service.js';
import { type LogDelivery } from '../logs/log-delivery.js';
import { RegionMap } from '../region-map.js';
import { type TaskRuntime } from '../runtime/task-runtime.js';
import { noState, type StateBook } from '../state/state-book.js';
import { accountOperations } from './account/account-operations.js';
import { type Capacity } from './capacity/capacity.js';
import { type Fleets } from './capacity/fleets.js';
import { instanceOperations } from './capacity/instance-operations.js';
import { type ClusterActs, clusterActs } from './cluster/cluster-acts.js';
import { clusterOperations } from './cluster/cluster-operations.js';
import { providerOperations } from './cluster/provider-operations.js';
import { type EnvironmentFiles, noEnvironmentFiles } from './container/environment-files.js';
import { noSecrets, type SecretSource } from './container/secret-source.js';
import { definitionOperations } from './definition/definition-operations.js';
import { EcsRegion } from './ecs-region.js';
import { runTask } from './launch/run-task.js';
import { agentServices, type MetadataDeps } from './metadata/metadata-service.js';
import { TaskDoors } from './metadata/task-doors.js';
import { type EcsNetwork } from './ecs-network.js';
import { type Random } from '../random-id.js';
import { regionTags } from './tag/region-tags.js';
import { tagOperations } from './tag/tag-operations.js';
import { spotInterrupted } from './task/ending.js';
import { type LifecycleDelays, lifecycleDelays } from './task/lifecycle-delays.js';
import { TaskLives } from './task/task-lives.js';
import { taskOperations } from './task/task-operations.js';
import { type ToldTask, toldTask } from './task/told-task.js';
import { defaultMaxRunning } from './task/task-slots.js';
import { throttleFactor, type ThrottleScale } from './throttle/ecs-throttle.js';
import { unservedOperations } from './unserved-operations.js';

export interface EcsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (line: string) => void;
  /** Twelve digits. */
  readonly account: string;
  readonly network: EcsNetwork;
  /** The container instances; the service closes them. */
  readonly fleets: Fleets;
  /** Where tasks find instances; default: in the fleets. */
  readonly capacity?: Capacity;
  /** Runs the containers; the service closes it. */
  readonly runtime: TaskRuntime;
  /** Where containers' output goes. */
  readonly logs: LogDelivery;
  /** Default: nothing goes wrong. */
  readonly faults?: TaskFaults;
  /** Default: none is known, and a task that names one fails to start. */
  readonly secrets?: SecretSource;
  /** Default: none is found, and a task that names one fails to start. */
  readonly environmentFiles?: EnvironmentFiles;
  /** Where the cloud listens, for what containers are told; `undefined`, the default: nowhere. */
  readonly endpoint?: () => string | undefined;
  /** Default: nothing is kept. */
  readonly state?: StateBook;
  /** How many times faster than AWS tasks start and end (default 100). Reads that lag behind lag as on AWS. */
  readonly speed?: number;
  /** Single delays in milliseconds, after `speed`; for tests. */
  readonly delays?: Partial<LifecycleDelays>;
  /** Tasks that have processes at once, 1 or more (default two a core, at least 4); others stay PROVISIONING. */
  readonly maxRunning?: number;
  /** Milliseconds a stopped task stays visible (default one hour, AWS's least). */
  readonly retention?: number;
  /** AWS's rates (the default), none, or AWS's times a factor. */
  readonly throttle?: ThrottleScale;
}

/** ECS of the local cloud: a service for clients, and the acts of an operator that AWS has no API for. */
export interface EcsService extends LocalService, ClusterActs {
  /** What containers may ask of the ECS agent, by path. */
  readonly agent: readonly UnsignedService[];
  /** The interfaces of awsvpc tasks, for EC2 to tell of. */
  readonly networkInterfaces: NetworkInterfaces;
  /** Every task of every region, until an hour after its end. */
  tasks(): readonly ToldTask[];
  /** Reclaims the task's Spot instance, or loses its host. Throws RangeError where no such task lives. */
  interrupt(taskArn: string, kind: 'spot' | 'host'): void;
}

/**
 * State is per region, and kept where there is a book for it; what runs ends with `close()`.
 *
 * @throws RangeError where speed or throttle is out of range
 */
export function createEcsService(deps: EcsDeps): EcsService {
  const delays = { ...lifecycleDelays(deps.speed ?? 100), ...deps.delays };
  const { fleets, capacity = fleets, faults = noTaskFaults } = deps;
  const regions = regionsOf(deps);
  const regionOf = (region: string): EcsRegion => regions.in(region);
  const doors = doorsOf(deps);
  const lives = new TaskLives({
    ...deps,
    doors,
    capacity,
    delays,
    faults,
    secrets: deps.secrets ?? noSecrets,
    environmentFiles: deps.environmentFiles ?? noEnvironmentFiles,
    maxRunning: deps.maxRunning ?? defaultMaxRunning(),
  });
  const launching = {
    ...deps,
    capacity,
    regionOf,
    consistency: delays.consistency,
    begin: lives.begin,
  };
  const service = jsonService({
    targetPrefix: 'AmazonEC2ContainerServiceV20141113',
    operations: {
      ...clusterOperations(regionOf),
      ...providerOperations({
        regionOf,
        network: deps.network,
        delay: delays.provider,
        retire: (region, cluster, provider) => fleets.retire(region, cluster, provider),
      }),
      ...tagOperations({
        account: deps.account,
        resources: (region) => regionTags(regionOf(region), (arn) => fleets.tagHolder(region, arn)),
      }),
      ...accountOperations(regionOf),
      ...definitionOperations(regionOf, usedDefinitions),
      ...instanceOperations({
        fleets,
        account: deps.account,
        cluster: (region, reference) => regionOf(region).clusters.get(reference),
        isPending: (region, id) => regionOf(region).tasks.byId(id)?.times.startedAt === undefined,
      }),
      RunTask: runTask(launching),
      ...taskOperations({ regionOf, faults, stop: (task, ending) => lives.of(task.arn)?.stop(ending) }),
    },
    unserved: unservedOperations,
    admit: (operation, { region }) => regionOf(region).throttle.admit(operation),
    log: deps.log,
    close: async () => {
      lives.close();
      fleets.close();
      await deps.runtime.close();
    },
  });
  const tasks = (): ToldTask[] => [...regions.values()].flatMap((region) => region.tasks.all().map(toldTask));
  return { ...service, ...outward(deps, doors, regionOf, lives), tasks };
}

/** Regions come to be, or come back, when they are first asked for. */
function regionsOf(deps: EcsDeps): RegionMap<EcsRegion> {
  const { clock, account, fleets, throttle = 'aws' } = deps;
  // A wrong factor is told at once, not at the first call.
  throttleFactor(throttle);
  const make = (region: string): EcsRegion =>
    new EcsRegion(
      { region, account },
      {
        now: () => clock.now(),
        retention: deps.retention ?? 3_600_000,
        state: deps.state ?? noState,
        log: deps.log,
        instances: (cluster, provider) => fleets.count(region, cluster, provider),
        throttle,
      },
    );
  return new RegionMap(make, ({ isEmpty }) => isEmpty);
}

const doorsOf = ({ endpoint = () => undefined, runtime }: EcsDeps): TaskDoors =>
  new TaskDoors({ endpoint, runtime });

/** What there is beside the API: acts, interfaces for EC2, the agent's answers for the server. */
const outward = (
  deps: EcsDeps,
  doors: TaskDoors,
  regionOf: (region: string) => EcsRegion,
  lives: TaskLives,
): Omit<EcsService, keyof LocalService | 'tasks'> => ({
  ...operatorActs(regionOf, deps.network, lives),
  agent: agentServices(agentDeps(deps, doors, regionOf)),
  networkInterfaces: { in: (region) => lives.interfaces(region) },
});

function agentDeps(
  { clock, fleets, network }: EcsDeps,
  doors: TaskDoors,
  regionOf: (region: string) => EcsRegion,
): MetadataDeps {
  return {
    doors,
    now: () => clock.now(),
    placeOf: (region) => ({
      region,
      vpcOfSubnet: (id) => network.vpcOfSubnet(region, id),
      cidrOfSubnet: (id) => network.cidrOfSubnet(region, id),
    }),
    instanceTags: ({ arn, instance }) => {
      const region = arn.split(':')[3] ?? '';
      // Two calls: the instance's tags and the task's.
      for (let call = 0; call < 2; call++) regionOf(region).throttle.admit('ListTagsForResource');
      return fleets.tagHolder(region, instance?.arn ?? '')?.tags ?? [];
    },
  };
}

/** The revisions that tasks use: their deletion waits. */
const usedDefinitions = ({ tasks }: EcsRegion): ReadonlySet<string> =>
  new Set(tasks.living().map(({ definition }) => definition.arn));

function operatorActs(
  regionOf: (region: string) => EcsRegion,
  network: EcsNetwork,
  lives: TaskLives,
): ClusterActs & Pick<EcsService, 'interrupt'> {
  return {
    ...clusterActs(regionOf, network),
    interrupt: (taskArn, kind) => {
      const life = lives.of(taskArn);
      if (life === undefined) throw new RangeError(`no task ${taskArn} lives: it has stopped or never was`);
      if (kind === 'spot') life.stop(spotInterrupted);
      else life.loseHost();
    },
  };
}
