import { type XmlElement } from '../http/xml.js';
import { invalidValue } from './invalid-value.js';
import { type QueryParameters } from './query-parameters.js';

/** The part of a list that a request asks for. */
export interface ResultPage {
  /** Index of the first item. */
  readonly from: number;
  readonly size: number;
}

/**
 * The page of `MaxResults` and `NextToken`.
 *
 * @param most items of a page, also without `MaxResults`; the least that may be asked for is 5
 * @throws AwsError InvalidParameterValue
 */
export function readPage(parameters: QueryParameters, most: number): ResultPage {
  const size = Number(parameters.text('MaxResults') ?? most);
  const token = parameters.text('NextToken');
  if (!Number.isInteger(size) || size < 5 || size > most) {
    throw invalidValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and ${most}.`,
    );
  }
  const from = token === undefined ? '0' : Buffer.from(token, 'base64url').toString('utf8');
  if (!/^\d{1,15}$/.test(from)) throw invalidValue(`The token '${token ?? ''}' is invalid.`);
  return { from: Number(from), size };
}

/** The page's items, rendered, in an element of this name, and the token of the next page where there is one. */
export function pageElement<T>(
  setName: string,
  items: readonly T[],
  { from, size }: ResultPage,
  render: (item: T) => XmlElement,
): XmlElement {
  const end = from + size;
  return {
    [setName]: { item: items.slice(from, end).map(render) },
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
