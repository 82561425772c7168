import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { describe, type ResourceKind } from './describe.js';
import type { Ec2Action, Ec2Call } from './ec2-action.js';
import type { Ec2Network } from './ec2-network.js';
import { applyFilters, type FilterTable } from './filters.js';
import type { Ec2Instance } from './instance.js';
import { instanceKind } from './instance-kind.js';
import { instanceTypes } from './instance-type.js';
import { instanceTypeFilters, renderInstanceType } from './instance-type-kind.js';
import { invalidValue } from './invalid-value.js';
import type { QueryParameters } from './query-parameters.js';
import { zonesOf } from './zones.js';

/** EC2's operations about instances and their types, by name: for `more` of createEc2Service. */
export function instanceActions(
  account: string,
  instances: (region: string) => readonly Ec2Instance[],
): Readonly<Record<string, Ec2Action>> {
  return {
    DescribeInstances: reading(({ parameters, network }) => {
      const kind = withTagFilters(instanceKind(account), parameters);
      return describe(kind, visible(instances(network.region), parameters), parameters);
    }),
    DescribeInstanceTypes: reading(({ parameters }) => describeTypes(parameters)),
    DescribeInstanceTypeOfferings: reading(({ parameters, network }) =>
      describeOfferings(parameters, network),
    ),
  };
}

/** An action that changes nothing, so that it may be carried out while it is read. */
function reading(answer: (call: Ec2Call) => XmlElement): Ec2Action {
  return (call) => {
    const answered = answer(call);
    return () => answered;
  };
}

/**
 * Managed instances are hidden from who lists or filters, unless asked for by id or with IncludeManagedResources
 * (facts §10); all of this cloud's are managed.
 */
function visible(all: readonly Ec2Instance[], parameters: QueryParameters): readonly Ec2Instance[] {
  const included = parameters.flag('IncludeManagedResources') === true;
  return included || parameters.list('InstanceId').length > 0 ? all : [];
}

/** `tag:<key>` is a filter for whatever key. */
function withTagFilters(
  kind: ResourceKind<Ec2Instance>,
  parameters: QueryParameters,
): ResourceKind<Ec2Instance> {
  const byTag = parameters
    .filters()
    .filter(({ name }) => name.startsWith('tag:'))
    .map(({ name }): [string, (instance: Ec2Instance) => readonly string[]] => [
      name,
      ({ tags }) => tags.filter(({ key }) => name === `tag:${key}`).map(({ value }) => value),
    ]);
  return { ...kind, filters: { ...kind.filters, ...Object.fromEntries(byTag) } };
}

const mostTypes = 100;
const mostOfferings = 1000;

/** Pages of 5 to 100 types, in the order of the catalogue. */
function describeTypes(parameters: QueryParameters): XmlElement {
  const names = parameters.list('InstanceType');
  const filters = parameters.filters();
  const page = pageOf(parameters, mostTypes);
  parameters.text('IncludeUnsupportedInRegion');
  const missing = names.filter((name) => !instanceTypes().has(name));
  if (missing.length > 0) {
    const message = `The following supplied instance types do not exist: [${missing.join(', ')}]`;
    throw new AwsError('InvalidInstanceType', message);
  }
  const all = [...instanceTypes().values()].filter(({ name }) => names.length === 0 || names.includes(name));
  const found = applyFilters(all, filters, instanceTypeFilters);
  return paged('instanceTypeSet', found.map(renderInstanceType), page);
}

interface Offering {
  readonly instanceType: string;
  readonly location: string;
}

const offeringFilters: FilterTable<Offering> = {
  'instance-type': ({ instanceType }) => [instanceType],
  location: ({ location }) => [location],
};

/** Every type is offered in every zone: what AWS lacks where is not modelled. */
function describeOfferings(parameters: QueryParameters, network: Ec2Network): XmlElement {
  const locationType = parameters.text('LocationType') ?? 'region';
  const filters = parameters.filters();
  const page = pageOf(parameters, mostOfferings);
  const locations = locationsOf(locationType, network);
  const all = locations.flatMap((location) =>
    [...instanceTypes().keys()].map((instanceType) => ({ instanceType, location })),
  );
  const found = applyFilters(all, filters, offeringFilters);
  return paged(
    'instanceTypeOfferingSet',
    found.map((offering) => ({ ...offering, locationType })),
    page,
  );
}

function locationsOf(locationType: string, network: Ec2Network): readonly string[] {
  if (locationType === 'region') return [network.region];
  if (locationType === 'availability-zone') {
    return zonesOf(network.region).map(({ id }) => id);
  }
  const message = `Value (${locationType}) for parameter LocationType is invalid: the local cloud knows region and availability-zone.`;
  throw invalidValue(message);
}

interface Page {
  readonly from: number;
  readonly size: number;
}

function pageOf(parameters: QueryParameters, most: number): Page {
  const size = Number(parameters.text('MaxResults') ?? most);
  const token = parameters.text('NextToken');
  if (!Number.isInteger(size) || size < 5 || size > most) {
    const message = `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and ${most}.`;
    throw invalidValue(message);
  }
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) {
    throw invalidValue(`The token '${token ?? ''}' is invalid.`);
  }
  return { from, size };
}

function paged(setName: string, items: readonly XmlElement[], { from, size }: Page): XmlElement {
  const end = from + size;
  return {
    [setName]: { item: items.slice(from, end) },
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
