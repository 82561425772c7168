import { AwsError } from '../http/aws-error.js';
import type { ResourceKind } from './describe.js';
import { invalidValue } from './invalid-value.js';
import type { PrefixList } from './prefix-list.js';
import type { Zone } from './zones.js';

export function zoneKind(region: string): ResourceKind<Zone> {
  return {
    idParameter: 'ZoneName',
    notFound: (id) => invalidValue(`Invalid availability zone: [${id}]`),
    filters: {
      'zone-name': ({ id }) => [id],
      'zone-id': ({ zoneId }) => [zoneId],
      'zone-type': () => ['availability-zone'],
      'region-name': () => [region],
      'group-name': () => [region],
      'opt-in-status': () => ['opt-in-not-required'],
      state: () => ['available'],
    },
    setName: 'availabilityZoneInfo',
    render: ({ id, zoneId }) => ({
      zoneName: id,
      zoneId,
      zoneState: 'available',
      zoneType: 'availability-zone',
      regionName: region,
      groupName: region,
      networkBorderGroup: region,
      optInStatus: 'opt-in-not-required',
    }),
  };
}

export function regionKind(): ResourceKind<{ readonly id: string }> {
  const endpoint = (id: string): string => `ec2.${id}.amazonaws.com`;
  return {
    idParameter: 'RegionName',
    notFound: (id) => invalidValue(`Invalid region name: '${id}'`),
    filters: {
      'region-name': ({ id }) => [id],
      endpoint: ({ id }) => [endpoint(id)],
      'opt-in-status': () => ['opt-in-not-required'],
    },
    setName: 'regionInfo',
    render: ({ id }) => ({
      regionName: id,
      regionEndpoint: endpoint(id),
      optInStatus: 'opt-in-not-required',
    }),
  };
}

const noPrefixList = (id: string): AwsError =>
  new AwsError('InvalidPrefixListId.NotFound', `The prefix list ID '${id}' does not exist`);

export function prefixListKind(): ResourceKind<PrefixList> {
  return {
    idParameter: 'PrefixListId',
    notFound: noPrefixList,
    filters: { 'prefix-list-id': ({ id }) => [id], 'prefix-list-name': ({ name }) => [name] },
    setName: 'prefixListSet',
    render: ({ id, name, cidrs }) => ({ prefixListId: id, prefixListName: name, cidrSet: { item: cidrs } }),
  };
}

export function managedPrefixListKind(region: string): ResourceKind<PrefixList> {
  return {
    idParameter: 'PrefixListId',
    notFound: noPrefixList,
    filters: {
      'prefix-list-id': ({ id }) => [id],
      'prefix-list-name': ({ name }) => [name],
      'owner-id': () => ['AWS'],
    },
    setName: 'prefixListSet',
    render: ({ id, name }) => ({
      prefixListId: id,
      prefixListName: name,
      prefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
      addressFamily: 'IPv4',
      ownerId: 'AWS',
      state: 'create-complete',
    }),
  };
}
