import { AwsError } from '../http/aws-error.js';
import { describe, type ResourceKind } from './describe.js';
import { done, type Ec2Action, type Ec2Call, found } from './ec2-action.js';
import { noAddress, noInternetGateway, noNatGateway } from './gateway-kinds.js';
import { noRule } from './group-kinds.js';
import { invalidValue } from './invalid-value.js';
import { mergedTags, tagList } from './resource-tags.js';
import { noEndpoint, noRouteTable } from './route-kinds.js';
import { noGroup, noSubnet, noVpc } from './vpc-kinds.js';

/** What can have tags, by the beginning of its id: AWS's name of its type, and its error. */
const types: ReadonlyMap<string, { readonly type: string; readonly notFound: (id: string) => AwsError }> =
  new Map([
    ['vpc', { type: 'vpc', notFound: noVpc }],
    ['subnet', { type: 'subnet', notFound: noSubnet }],
    ['sg', { type: 'security-group', notFound: noGroup }],
    ['sgr', { type: 'security-group-rule', notFound: noRule }],
    ['rtb', { type: 'route-table', notFound: noRouteTable }],
    ['igw', { type: 'internet-gateway', notFound: noInternetGateway }],
    ['nat', { type: 'natgateway', notFound: noNatGateway }],
    ['vpce', { type: 'vpc-endpoint', notFound: noEndpoint }],
    ['eipalloc', { type: 'elastic-ip', notFound: noAddress }],
  ]);

/** Resources one request may name (API reference, CreateTags). */
const mostResources = 1000;

/** Tags of anything that can have some. */
export const tagActions: Readonly<Record<string, Ec2Action>> = {
  CreateTags: (call) => {
    const { tables } = call.network;
    const ids = resourcesOf(call);
    call.parameters.required('Tag.1.Key');
    const added = new Map(tagList(call.parameters, 'Tag').map(([key, value]) => [key, value ?? '']));
    const merged = ids.map((id) => [id, mergedTags(tables.tagsOf(id), added)] as const);
    return () => {
      for (const [id, tags] of merged) tables.setTags(id, tags);
      return done;
    };
  },
  DeleteTags: (call) => {
    const { tables } = call.network;
    const ids = resourcesOf(call);
    const gone = tagList(call.parameters, 'Tag');
    return () => {
      for (const id of ids) {
        const left = [...tables.tagsOf(id)].filter(
          ([key, value]) =>
            gone.length > 0 && !gone.some(([name, only]) => name === key && (only ?? value) === value),
        );
        tables.setTags(id, new Map(left));
      }
      return done;
    };
  },
  DescribeTags: ({ parameters, network }) => {
    const { tables } = network;
    const all = tables.taggedIds.flatMap((id) =>
      [...tables.tagsOf(id)].map(([key, value]) => ({ id: `${id}/${key}`, resourceId: id, key, value })),
    );
    const answer = describe(tagKind, all, parameters);
    return () => answer;
  },
};

interface OneTag {
  readonly id: string;
  readonly resourceId: string;
  readonly key: string;
  readonly value: string;
}

const typeOf = (id: string): string => types.get(id.split('-', 1)[0] ?? '')?.type ?? '';

const tagKind: ResourceKind<OneTag> = {
  // DescribeTags has no ids of its own: a request that gives some has a parameter nobody reads.
  idParameter: 'TagId',
  notFound: (id) => invalidValue(`There is no tag '${id}'`),
  filters: {
    'resource-id': ({ resourceId }) => [resourceId],
    'resource-type': ({ resourceId }) => [typeOf(resourceId)],
    key: ({ key }) => [key],
    value: ({ value }) => [value],
  },
  setName: 'tagSet',
  render: ({ resourceId, key, value }) => ({ resourceId, resourceType: typeOf(resourceId), key, value }),
};

function resourcesOf({ parameters, network }: Ec2Call): readonly string[] {
  parameters.required('ResourceId.1');
  const ids = parameters.list('ResourceId');
  if (ids.length > mostResources) {
    throw invalidValue(`${ids.length} resources are named: ${mostResources} are allowed`);
  }
  for (const id of ids) {
    const known = types.get(id.split('-', 1)[0] ?? '');
    if (known === undefined) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    found(network.tables.has(id) ? id : undefined, id, known.notFound);
  }
  return [...new Set(ids)];
}
