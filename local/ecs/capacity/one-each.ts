import { type Clock } from '../../clock.js';
import { type EcsPlace, instanceArn, resourceId } from '../arns.js';
import { misfit } from '../cluster/capacity-fit.js';
import { type EcsNetwork } from '../network.js';
import { randomBytesHex, type Random } from '../random-id.js';
import { type Capacity, type CapacityRequest, type PlacedOn } from './capacity.js';

export interface OneEachDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: EcsNetwork;
  /** Twelve digits. */
  readonly account: string;
  /** Milliseconds until a new instance is there. */
  readonly latency: number;
}

/** Capacity without a model: every task gets a fresh instance of its own, whatever it asks for. */
export function oneInstanceEach(deps: OneEachDeps): Capacity {
  return {
    misfit: ({ needs, provider }) => misfit(needs, provider.managedInstances),
    request: (wanted, events) => {
      const timer = deps.clock.after(deps.latency, () => events.placed(fresh(wanted, deps)));
      return { release: () => timer.cancel() };
    },
  };
}

function fresh(wanted: CapacityRequest, { random, network, account }: OneEachDeps): PlacedOn {
  const place: EcsPlace = { region: wanted.region, account };
  const subnets = wanted.provider.managedInstances.instanceLaunchTemplate?.networkConfiguration?.subnets;
  const subnet = subnets?.[0] ?? '';
  return {
    arn: instanceArn(place, wanted.cluster, resourceId(random)),
    ec2Id: `i-0${randomBytesHex(random, 8)}`,
    type: 'm7i.large',
    zone: network.zoneOfSubnet(wanted.region, subnet) ?? '',
    subnet,
    gpuIds: [],
  };
}
