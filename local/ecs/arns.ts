import { randomBytesHex, type Random } from '../random-id.js';
import { invalidParameter } from '../http/aws-error.js';

/** Where a region's resources live; enough to name any of them. */
export interface EcsPlace {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

const arn = ({ region, account }: EcsPlace, resource: string): string =>
  `arn:aws:ecs:${region}:${account}:${resource}`;

export const clusterArn = (place: EcsPlace, name: string): string => arn(place, `cluster/${name}`);
export const providerArn = (place: EcsPlace, name: string): string => arn(place, `capacity-provider/${name}`);
export const taskArn = (place: EcsPlace, cluster: string, id: string): string =>
  arn(place, `task/${cluster}/${id}`);
export const containerArn = (place: EcsPlace, cluster: string, taskId: string, id: string): string =>
  arn(place, `container/${cluster}/${taskId}/${id}`);
export const instanceArn = (place: EcsPlace, cluster: string, id: string): string =>
  arn(place, `container-instance/${cluster}/${id}`);
export const definitionArn = (place: EcsPlace, family: string, revision: number): string =>
  arn(place, `task-definition/${family}:${revision}`);

/** The id of a new task or container instance: 32 hex digits. */
export const resourceId = (random: Random): string => randomBytesHex(random, 16);

/**
 * The part of a reference after `<kind>/`: the reference itself where it is no ARN.
 * An ARN of another region, account or kind of resource is refused as AWS does, rather than cut down to its name.
 */
export function localName(place: EcsPlace, kind: string, reference: string): string {
  if (!reference.startsWith('arn:')) return reference;
  const prefix = arn(place, `${kind}/`);
  if (reference.startsWith(prefix)) return reference.slice(prefix.length);
  throw invalidParameter(
    `Invalid identifier: '${reference}' is no ${kind} of account ${place.account} in ${place.region}`,
  );
}

/** The id of a task given by id or ARN; the ARN's cluster, where it has one, must be `cluster`. */
export function taskIdOf(place: EcsPlace, cluster: string, reference: string): string | undefined {
  const parts = localName(place, 'task', reference).split('/');
  const [first, second] = parts;
  if (second === undefined) return first;
  return first === cluster && parts.length === 2 ? second : undefined;
}
