import { type InstanceType } from '../../ec2/instance-type.js';
import { type QueryTarget } from './query/query-target.js';
import { type ClusterQuery } from './query/cluster-query.js';
import { type TypeFit } from './type-fit.js';

/** Where an instance can be: one of the provider's subnets. */
export interface Place {
  readonly subnet: string;
  /** E.g. `us-east-1a`. */
  readonly zone: string;
}

/** A type that can hold the task, with the places where its constraints let it. */
export interface LaunchOption extends TypeFit {
  readonly places: readonly Place[];
}

/**
 * Several tasks share an instance of at most this many vCPUs; ECS says only that it places smaller tasks on larger
 * instances. The number is a guess: large enough to share, small enough that a lost host takes few with it.
 */
const sharedVCpus = 32;

/** Fits narrowed by `memberOf`: empty where no type in no place satisfies it (facts §1b). */
export function launchOptions(
  fits: readonly TypeFit[],
  places: readonly Place[],
  queries: readonly ClusterQuery[],
): readonly LaunchOption[] {
  if (places.length === 0) return [];
  if (queries.length === 0) return fits.map(({ type, weight, held }) => ({ type, weight, held, places }));
  return fits.flatMap((fit) => {
    const possible = places.filter((place) =>
      queries.every((query) => query.matches(notLaunched(fit.type, place))),
    );
    return possible.length === 0 ? [] : [{ ...fit, places: possible }];
  });
}

/** Attributes an instance has or would have, by the names constraints use. */
export function attributesOf(type: InstanceType, place: Place): ReadonlyMap<string, string> {
  return new Map([
    ['ecs.instance-type', type.name],
    ['ecs.availability-zone', place.zone],
    ['ecs.subnet-id', place.subnet],
    ['ecs.cpu-architecture', type.architecture],
    ['ecs.os-type', 'linux'],
    ['ecs.os-family', 'LINUX'],
  ]);
}

function notLaunched(type: InstanceType, place: Place): QueryTarget {
  const attributes = attributesOf(type, place);
  return {
    attribute: (name) => attributes.get(name),
    ec2InstanceId: '',
    agentConnected: false,
    runningTasksCount: 0,
    registeredAt: 0,
    groups: new Set(),
  };
}

export interface LaunchQuestion {
  readonly options: readonly LaunchOption[];
  /** How many tasks are to share the instance, at least 1. */
  readonly wanted: number;
  /** Whether EC2 has this to give. */
  readonly available: (type: InstanceType, place: Place) => boolean;
  /** Instances the provider has in the place already: the emptiest is taken. */
  readonly load: (place: Place) => number;
}

/**
 * The instance to launch: the one that costs least a task, and of those within a twentieth of it the one that holds
 * most, since fewer instances start sooner. `undefined` where EC2 has nothing to give. Runs once a launch over a
 * thousand types, so it makes nothing.
 */
export function chooseLaunch(
  question: LaunchQuestion,
): { readonly type: InstanceType; readonly place: Place } | undefined {
  const best = bestOption(question, sharedVCpus) ?? bestOption(question, Infinity);
  if (best === undefined) return undefined;
  const place = best.places
    .filter((candidate) => question.available(best.type, candidate))
    .reduce((found, candidate) => (question.load(candidate) < question.load(found) ? candidate : found));
  return { type: best.type, place };
}

function bestOption({ options, wanted, available }: LaunchQuestion, most: number): LaunchOption | undefined {
  const shared = ({ held }: LaunchOption): number => Math.min(held, wanted);
  const score = (option: LaunchOption): number => option.weight / shared(option);
  const given = ({ type, places }: LaunchOption): boolean =>
    type.vCpus <= most && places.some((place) => available(type, place));
  let least = Infinity;
  for (const option of options) {
    if (score(option) < least && given(option)) least = score(option);
  }
  let best: LaunchOption | undefined;
  for (const option of options) {
    if (score(option) > least * 1.05 || (best !== undefined && shared(option) <= shared(best))) continue;
    if (given(option)) best = option;
  }
  return best;
}
