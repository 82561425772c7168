import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { describe, tagFilters } from './describe.js';
import type { Ec2Action, Ec2Call } from './ec2-action.js';
import type { Ec2Network } from './ec2-network.js';
import { applyFilters, type FilterTable } from './filters.js';
import type { Ec2Instance } from './instance.js';
import { instanceKind } from './instance-kind.js';
import { instanceTypes } from './instance-type.js';
import { instanceTypeFilters, renderInstanceType } from './instance-type-kind.js';
import { invalidValue } from './invalid-value.js';
import type { QueryParameters } from './query-parameters.js';
import { type Tags } from './resource-tags.js';
import { pageElement, readPage } from './result-page.js';
import { zonesOf } from './zones.js';

/** EC2's operations about instances and their types, by name: for `more` of createEc2Service. */
export function instanceActions(
  account: string,
  instances: (region: string) => readonly Ec2Instance[],
): Readonly<Record<string, Ec2Action>> {
  return {
    DescribeInstances: reading(({ parameters, network }) => {
      const kind = instanceKind(account);
      const byTag = tagFilters<Ec2Instance>(parameters.filters(), tagsOf);
      const filters = { ...kind.filters, ...byTag };
      return describe({ ...kind, filters }, visible(instances(network.region), parameters), parameters);
    }),
    DescribeInstanceTypes: reading(({ parameters }) => describeTypes(parameters)),
    DescribeInstanceTypeOfferings: reading(({ parameters, network }) =>
      describeOfferings(parameters, network),
    ),
  };
}

const tagsOf = ({ tags }: Ec2Instance): Tags => new Map(tags.map(({ key, value }) => [key, value]));

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

const mostTypes = 100;
const mostOfferings = 1000;

/** Pages of 5 to 100 types, in the order of the catalogue. */
function describeTypes(parameters: QueryParameters): XmlElement {
  const names = parameters.list('InstanceType');
  const filters = parameters.filters();
  const page = readPage(parameters, mostTypes);
  parameters.text('IncludeUnsupportedInRegion');
  const missing = names.filter((name) => !instanceTypes().has(name));
  if (missing.length > 0) {
    const message = `The following supplied instance types do not exist: [${missing.join(', ')}]`;
    throw new AwsError('InvalidInstanceType', message);
  }
  const all = [...instanceTypes().values()].filter(({ name }) => names.length === 0 || names.includes(name));
  const found = applyFilters(all, filters, instanceTypeFilters);
  return pageElement('instanceTypeSet', found, page, renderInstanceType);
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
  const page = readPage(parameters, mostOfferings);
  const locations = locationsOf(locationType, network);
  const all = locations.flatMap((location) =>
    [...instanceTypes().keys()].map((instanceType) => ({ instanceType, location })),
  );
  const found = applyFilters(all, filters, offeringFilters);
  return pageElement('instanceTypeOfferingSet', found, page, (offering) => ({ ...offering, locationType }));
}

function locationsOf(locationType: string, network: Ec2Network): readonly string[] {
  if (locationType === 'region') return [network.region];
  if (locationType === 'availability-zone') {
    return zonesOf(network.region).map(({ id }) => id);
  }
  const message = `Value (${locationType}) for parameter LocationType is invalid: the local cloud knows region and availability-zone.`;
  throw invalidValue(message);
}
