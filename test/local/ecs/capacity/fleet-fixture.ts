import {
  type CapacityClaim,
  type CapacityRequest,
  type PlacedOn,
} from '../../../../local/ecs/capacity/capacity.js';
import { fleetDelays, type FleetDelays } from '../../../../local/ecs/capacity/fleet-delays.js';
import { Fleets } from '../../../../local/ecs/capacity/fleets.js';
import { type ManagedInstance } from '../../../../local/ecs/capacity/managed-instance.js';
import {
  type CapacityProvider,
  type ManagedInstancesProvider,
} from '../../../../local/ecs/cluster/capacity-provider.js';
import { type InstanceRequirements } from '../../../../local/ecs/cluster/instance-requirements.js';
import { type EcsNetwork } from '../../../../local/ecs/ecs-network.js';
import { type Ending } from '../../../../local/ecs/task/ending.js';
import { noState, type StateBook } from '../../../../local/state/state-book.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { seededRandom } from '../../http/running-server.js';

export const region = 'us-east-1';
export const cluster = 'batch';

const zones: Readonly<Record<string, string>> = {
  'subnet-a': 'us-east-1a',
  'subnet-b': 'us-east-1b',
  'subnet-c': 'us-east-1c',
};

const network: EcsNetwork = {
  vpcOfSubnet: (_region, id) => (id in zones ? 'vpc-1' : undefined),
  zoneOfSubnet: (_region, id) => zones[id],
  cidrOfSubnet: (_region, id) => (id in zones ? '10.0.0.0/24' : undefined),
  groupVpc: () => 'vpc-1',
  defaultGroup: () => 'sg-default',
};

export interface ProviderChanges {
  readonly name?: string;
  readonly requirements?: InstanceRequirements;
  readonly subnets?: readonly string[];
  readonly option?: string;
  readonly scaleInAfter?: number;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** A provider of one subnet, unless told otherwise. */
export function provider(changes: ProviderChanges = {}): CapacityProvider {
  const { name = 'mi', requirements, subnets = ['subnet-a'], option, scaleInAfter, tags = [] } = changes;
  const managedInstances: ManagedInstancesProvider = {
    instanceLaunchTemplate: {
      networkConfiguration: { subnets, securityGroups: ['sg-1'] },
      ...(option === undefined ? {} : { capacityOptionType: option }),
      ...(requirements === undefined ? {} : { instanceRequirements: requirements }),
    },
    ...(scaleInAfter === undefined ? {} : { infrastructureOptimization: { scaleInAfter } }),
    ...(tags.length === 0 ? {} : { propagateTags: 'CAPACITY_PROVIDER' }),
  };
  return {
    name,
    arn: `arn:aws:ecs:us-east-1:1:capacity-provider/${name}`,
    tags,
    managedInstances,
    activeFrom: 0,
  };
}

/** Requirements that hold only these types. */
export const only = (...types: string[]): InstanceRequirements => ({
  vCpuCount: { min: 1 },
  memoryMiB: { min: 1 },
  allowedInstanceTypes: types,
  burstablePerformance: 'included',
});

export function request(changes: Partial<CapacityRequest> = {}): CapacityRequest {
  return {
    taskId: 'task',
    region,
    cluster,
    provider: provider(),
    needs: { cpu: 1024, memoryMiB: 1024, gpus: 0 },
    architecture: 'X86_64',
    networkMode: 'host',
    group: 'family:nf',
    constraints: [],
    ...changes,
  };
}

/** A task and all it heard of its place, in order. */
export class Task {
  readonly heard: string[] = [];
  placed: PlacedOn | undefined;
  ending: Ending | undefined;
  failure: string | undefined;
  readonly claim: CapacityClaim;

  constructor(fleets: Fleets, wanted: CapacityRequest, onStop?: (task: Task) => void) {
    this.claim = fleets.request(wanted, {
      placed: (instance) => {
        this.heard.push('placed');
        this.placed = instance;
      },
      failed: (reason) => {
        this.heard.push('failed');
        this.failure = reason;
      },
      stop: (ending) => {
        this.heard.push('stop');
        this.ending = ending;
        onStop?.(this);
      },
      lost: (ending) => {
        this.heard.push('lost');
        this.ending ??= ending;
      },
    });
  }
}

/** Fleets at AWS's speed on a clock that moves when told. */
export class FleetFixture {
  readonly clock = new FakeClock();
  readonly lines: string[] = [];
  readonly delays: FleetDelays = fleetDelays(1);
  readonly fleets: Fleets;
  private serial = 0;

  constructor(state: StateBook = noState) {
    this.fleets = new Fleets({
      clock: this.clock,
      random: seededRandom(),
      log: (line) => void this.lines.push(line),
      account: '123456789012',
      network,
      delays: this.delays,
      state,
    });
  }

  run(changes: Partial<CapacityRequest> = {}, onStop?: (task: Task) => void): Task {
    return new Task(this.fleets, request({ taskId: `task-${this.serial++}`, ...changes }), onStop);
  }

  runMany(count: number, changes: Partial<CapacityRequest> = {}): Task[] {
    return Array.from({ length: count }, () => this.run(changes));
  }

  /** Long enough for a launch, and not for an idle instance to go. */
  async launched(): Promise<void> {
    await this.clock.advance(this.delays.gather + this.delays.launch);
  }

  get living(): readonly ManagedInstance[] {
    return this.fleets.instances(region, cluster).living;
  }

  get types(): readonly string[] {
    return this.living.map(({ facts }) => facts.type.name);
  }
}
