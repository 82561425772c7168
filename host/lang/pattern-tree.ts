/** A set of characters, by UTF-16 unit. */
export type CharacterTest = (unit: number) => boolean;

/** A place in a text that a pattern asks for. */
export type PatternPlace = 'start' | 'end' | 'word-edge' | 'inside';

/** A regular expression as written. */
export type PatternNode =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'place'; readonly place: PatternPlace }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number };
