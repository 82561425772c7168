import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { applyFilters, type FilterTable } from './filters.js';
import { invalidValue } from './invalid-value.js';
import type { Filter, QueryParameters } from './query-parameters.js';
import { renderTags, type Tags } from './resource-tags.js';

/** How one kind of resource is found, filtered and told. */
export interface ResourceKind<T extends { readonly id: string }> {
  /** The list of ids among the parameters, e.g. `VpcId`. */
  readonly idParameter: string;
  readonly notFound: (id: string) => AwsError;
  readonly filters: FilterTable<T>;
  /** The element that holds the items, e.g. `vpcSet`. */
  readonly setName: string;
  readonly render: (resource: T) => XmlElement;
}

/** The tags of a resource, by its id. */
export type TagsOf = (id: string) => Tags;

/** A `Describe` operation: ids, then filters, then one page. */
export function describe<T extends { readonly id: string }>(
  kind: ResourceKind<T>,
  all: readonly T[],
  parameters: QueryParameters,
  tagsOf?: TagsOf,
): XmlElement {
  const ids = parameters.list(kind.idParameter);
  const filters = parameters.filters();
  const page = pageOf(parameters, ids.length > 0);
  refuseDryRun(parameters);
  parameters.refuseUnread();
  for (const id of ids) if (!all.some((resource) => resource.id === id)) throw kind.notFound(id);
  const named = ids.length === 0 ? all : all.filter((resource) => ids.includes(resource.id));
  const found = filtered(named, filters, kind, tagsOf);
  const end = page.from + page.size;
  return {
    [kind.setName]: {
      item: found.slice(page.from, end).map((resource) => renderResource(kind, resource, tagsOf)),
    },
    nextToken: end < found.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}

/** One resource as it is told, with its tags. */
export function renderResource<T extends { readonly id: string }>(
  kind: Pick<ResourceKind<T>, 'render'>,
  resource: T,
  tagsOf: TagsOf | undefined,
): XmlElement {
  const rendered = kind.render(resource);
  return tagsOf === undefined ? rendered : { ...rendered, tagSet: renderTags(tagsOf(resource.id)) };
}

/** The filters of the kind, and those every resource with tags has: `tag-key` and `tag:<key>`. */
function filtered<T extends { readonly id: string }>(
  resources: readonly T[],
  filters: readonly Filter[],
  kind: ResourceKind<T>,
  tagsOf: TagsOf | undefined,
): readonly T[] {
  if (tagsOf === undefined) return applyFilters(resources, filters, kind.filters);
  const byTag = filters
    .filter(({ name }) => name.startsWith('tag:'))
    .map(({ name }) => [
      name,
      (resource: T) => {
        const value = tagsOf(resource.id).get(name.slice('tag:'.length));
        return value === undefined ? [] : [value];
      },
    ]);
  return applyFilters(resources, filters, {
    ...kind.filters,
    'tag-key': (resource) => [...tagsOf(resource.id).keys()],
    ...(Object.fromEntries(byTag) as FilterTable<T>),
  });
}

/** @throws AwsError DryRunOperation, with status 412, where the request was only to be tried */
export function refuseDryRun(parameters: QueryParameters): void {
  if (parameters.text('DryRun') !== 'true') return;
  throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

function pageOf(
  parameters: QueryParameters,
  byId: boolean,
): { readonly from: number; readonly size: number } {
  const size = parameters.text('MaxResults');
  const token = parameters.text('NextToken');
  if (size !== undefined && byId) {
    const message = 'The parameter MaxResults cannot be used with a list of ids in the same request.';
    throw new AwsError('InvalidParameterCombination', message);
  }
  if (size !== undefined && !(Number(size) >= 5 && Number(size) <= 1000)) {
    const message = `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`;
    throw invalidValue(message);
  }
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) {
    throw invalidValue(`The token '${token ?? ''}' is invalid.`);
  }
  return { from, size: size === undefined ? 1000 : Number(size) };
}
