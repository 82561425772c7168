import type { DirectiveValue } from '../../spi/index.js';

/** Named arguments, as `disk` and `accelerator` have them. */
export type DirectiveMap = Readonly<Record<string, DirectiveValue>>;

export function isList(value: DirectiveValue | undefined): value is readonly DirectiveValue[] {
  return Array.isArray(value);
}

export function isMap(value: DirectiveValue | undefined): value is DirectiveMap {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** The value itself, or those of a list. */
export function asList(value: DirectiveValue): readonly DirectiveValue[] {
  return isList(value) ? value : [value];
}

/** Texts of a list or of one value; undefined where one is something else, or none is there. */
export function textsOf(value: DirectiveValue): readonly string[] | undefined {
  const values = asList(value);
  return values.length > 0 && values.every((one) => typeof one === 'string') ? values : undefined;
}
