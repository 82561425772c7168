import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { applyFilters, type FilterTable } from './filters.js';
import type { Filter, QueryParameters } from './query-parameters.js';
import { renderTags, type Tags } from './resource-tags.js';
import { pageElement, readPage, type ResultPage } from './result-page.js';

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

/** Items of a page at most, and without `MaxResults`. */
const mostResults = 1000;

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
  return pageElement(kind.setName, found, page, (resource) => renderResource(kind, resource, tagsOf));
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

function filtered<T extends { readonly id: string }>(
  resources: readonly T[],
  filters: readonly Filter[],
  kind: ResourceKind<T>,
  tagsOf: TagsOf | undefined,
): readonly T[] {
  const own = tagsOf === undefined ? {} : tagFilters<T>(filters, ({ id }) => tagsOf(id));
  return applyFilters(resources, filters, { ...kind.filters, ...own });
}

/** The filters every resource with tags has: `tag-key`, and `tag:<key>` for the keys that are asked about. */
export function tagFilters<T>(filters: readonly Filter[], tagsOf: (resource: T) => Tags): FilterTable<T> {
  const byKey = filters
    .filter(({ name }) => name.startsWith('tag:'))
    .map(({ name }): [string, FilterTable<T>[string]] => [
      name,
      (resource) => {
        const value = tagsOf(resource).get(name.slice('tag:'.length));
        return value === undefined ? [] : [value];
      },
    ]);
  return { 'tag-key': (resource) => [...tagsOf(resource).keys()], ...Object.fromEntries(byKey) };
}

/** @throws AwsError DryRunOperation, with status 412, where the request was only to be tried */
export function refuseDryRun(parameters: QueryParameters): void {
  if (parameters.text('DryRun') !== 'true') return;
  throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

/** Pages of at most 1000; with ids there are none. */
function pageOf(parameters: QueryParameters, byId: boolean): ResultPage {
  if (byId && parameters.text('MaxResults') !== undefined) {
    const message = 'The parameter MaxResults cannot be used with a list of ids in the same request.';
    throw new AwsError('InvalidParameterCombination', message);
  }
  return readPage(parameters, mostResults);
}
