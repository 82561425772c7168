import { type InstanceType } from '../../ec2/instance-type.js';
import { type CapacityRequest } from './capacity.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { chooseLaunch, type LaunchOption, launchOptions, type Place } from './launch-choice.js';
import { type ManagedInstance } from './managed-instance.js';
import { type Supply } from './supply.js';
import { type TaskShape } from './task-shape.js';
import { fitsOf } from './type-fit.js';

export interface LauncherDeps {
  readonly log: (line: string) => void;
  readonly supply: Supply;
  /** Places of the subnets that exist. */
  readonly places: (subnets: readonly string[]) => readonly Place[];
  /** Makes an instance; `undefined` where the cluster can have no more. */
  readonly make: (
    type: InstanceType,
    place: Place,
    provider: CapacityProvider,
  ) => ManagedInstance | undefined;
}

/** Chooses what one provider launches, and has EC2 launch it. */
export class InstanceLauncher {
  /** Why EC2 had nothing to give, as it was told last. */
  private saidDry: string | undefined;

  constructor(private readonly deps: LauncherDeps) {}

  /**
   * What could be launched for tasks as the one of the request; where that is nothing, why. Found anew each time:
   * thousands of shapes may wait through a drought, each with a thousand types.
   */
  optionsOf(
    shape: TaskShape,
    request: CapacityRequest,
    provider: CapacityProvider,
  ): { readonly list: readonly LaunchOption[]; readonly reason: string } {
    const { networkConfiguration } = provider.managedInstances.instanceLaunchTemplate ?? {};
    const all = this.deps.places(networkConfiguration?.subnets ?? []);
    const places = all.filter(({ zone }) => shape.zones?.has(zone) ?? true);
    const fits = fitsOf({ ...request, provider });
    const list = launchOptions(fits.types, places, shape.queries);
    if (fits.reason !== undefined) return { list, reason: fits.reason };
    if (all.length === 0) return { list, reason: 'NO ACTIVE INSTANCES' };
    // How ECS tells of a task whose subnets are in none of the provider's zones is unknown.
    return {
      list,
      reason: places.length === 0 ? 'LOCATION' : 'MemberOf placement constraint unsatisfied.',
    };
  }

  /** Launches an instance that `wanted` tasks are to share; `undefined` where EC2 or the cluster has none to give. */
  launch(
    options: readonly LaunchOption[],
    wanted: number,
    provider: CapacityProvider,
    load: (place: Place) => number,
  ): ManagedInstance | undefined {
    const { supply, make } = this.deps;
    const order = { provider: provider.name, spot: isSpot(provider) };
    let refusal: string | undefined;
    const available = (type: InstanceType, { zone }: Place): boolean => {
      const refused = supply.refusal({ ...order, type, zone });
      refusal ??= refused;
      return refused === undefined;
    };
    const choice = chooseLaunch({ options, wanted, available, load });
    const instance = choice === undefined ? undefined : make(choice.type, choice.place, provider);
    if (instance !== undefined) supply.launched(instance.facts);
    else this.sayDry(dryLine(provider.name, refusal));
    return instance;
  }

  /** A reason that comes and goes with every instance is told once: a log nobody reads may block the whole cloud. */
  private sayDry(line: string): void {
    if (line !== this.saidDry) this.deps.log(line);
    this.saidDry = line;
  }
}

/** Capacity reservations are not modelled: RESERVED launches as On-Demand does. */
export const isSpot = ({ managedInstances }: CapacityProvider): boolean =>
  managedInstances.instanceLaunchTemplate?.capacityOptionType === 'SPOT';

const dryLine = (provider: string, refusal = 'the cluster has 5000 instances, the most allowed'): string =>
  `Tasks of capacity provider ${provider} wait in PROVISIONING: ${refusal}. They go on when there is capacity.`;
