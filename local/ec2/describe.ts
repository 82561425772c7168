import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import { applyFilters, type FilterTable } from './filters.js';
import type { QueryParameters } from './query-parameters.js';

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

/** A `Describe` operation: ids, then filters, then one page. */
export function describe<T extends { readonly id: string }>(
  kind: ResourceKind<T>,
  all: readonly T[],
  parameters: QueryParameters,
): XmlElement {
  const ids = parameters.list(kind.idParameter);
  const filters = parameters.filters();
  const page = pageOf(parameters, ids.length > 0);
  refuseDryRun(parameters);
  parameters.refuseUnread();
  for (const id of ids) if (!all.some((resource) => resource.id === id)) throw kind.notFound(id);
  const named = ids.length === 0 ? all : all.filter((resource) => ids.includes(resource.id));
  const found = applyFilters(named, filters, kind.filters);
  const end = page.from + page.size;
  return {
    [kind.setName]: { item: found.slice(page.from, end).map((resource) => kind.render(resource)) },
    nextToken: end < found.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}

function refuseDryRun(parameters: QueryParameters): void {
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
    throw new AwsError('InvalidParameterValue', message);
  }
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError('InvalidParameterValue', `The token '${token ?? ''}' is invalid.`);
  }
  return { from, size: size === undefined ? 1000 : Number(size) };
}
