import type { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { describe, type ResourceKind } from './describe.js';
import type { Ec2Network } from './ec2-network.js';
import type { NetworkInterfaces } from './network-interface.js';
import type { QueryParameters } from './query-parameters.js';

/** What an action may know. */
export interface Ec2Call {
  readonly parameters: QueryParameters;
  readonly network: Ec2Network;
  /** Twelve digits. */
  readonly account: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly interfaces: NetworkInterfaces;
  /** Milliseconds a NAT gateway is pending. */
  readonly natDelay: number;
}

/**
 * One action in two steps: it reads and checks the whole request, then answers how to do it. In between, parameters
 * nothing has read are refused, and a dry run ends.
 */
export type Ec2Action = (call: Ec2Call) => () => XmlElement;

/** A `Describe` action on resources with tags. */
export function describing<T extends { readonly id: string }>(
  kindOf: (call: Ec2Call) => ResourceKind<T>,
  allOf: (call: Ec2Call) => readonly T[],
): Ec2Action {
  return (call) => {
    const all = allOf(call);
    const answer = describe(kindOf(call), all, call.parameters, (id) => call.network.tables.tagsOf(id));
    return () => answer;
  };
}

/** @throws AwsError of the kind where there is no such resource */
export function found<T>(resource: T | undefined, id: string, notFound: (id: string) => AwsError): T {
  if (resource === undefined) throw notFound(id);
  return resource;
}

/** AWS's answer to a change that has nothing to tell. */
export const done: XmlElement = { return: true };
