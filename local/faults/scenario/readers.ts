import { unread, type Place, type Unread } from './place.js';

/** Reads a value as `T`; what is wrong is noted at the place. */
export type Reader<T> = (value: unknown, at: Place) => T | Unread;

type Read<R> = R extends Reader<infer T> ? T : never;
type Members = Readonly<Record<string, Reader<unknown>>>;
type Structure<R extends Members, O extends Members> = { readonly [K in keyof R]: Read<R[K]> } & {
  readonly [K in keyof O]?: Read<O[K]>;
};

/** A text of 1 to `most` characters without control characters. */
export function text(most = 256): Reader<string> {
  return (value, at) =>
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    typeof value === 'string' && value.length >= 1 && value.length <= most && !/[\u0000-\u001f]/.test(value)
      ? value
      : at.refuse(value, `a text of 1 to ${most} characters is allowed`);
}

export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (value, at) => words.find((word) => word === value) ?? at.refuseWord(value, words);
}

export const flag: Reader<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : at.refuse(value, 'true or false is allowed');

export function number(least: number, most: number): Reader<number> {
  return (value, at) =>
    typeof value === 'number' && value >= least && value <= most
      ? value
      : at.refuse(value, `a number from ${least} to ${most} is allowed`);
}

export function whole(least: number, most: number): Reader<number> {
  return (value, at) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
      ? Number(value)
      : at.refuse(value, `a whole number from ${least} to ${most} is allowed`);
}

export function listOf<T>(item: Reader<T>, most: number): Reader<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return at.refuse(value, 'a list is allowed');
    if (value.length > most) return at.refuse(value.length, `a list of at most ${most} is allowed`);
    return value.map((entry, index) => item(entry, at.child(index)) as T);
  };
}

/** Texts by name, at most `most` of them. */
export function textMap(most: number): Reader<Readonly<Record<string, string>>> {
  const entry = text();
  return (value, at) => {
    if (!isRecord(value)) return at.refuse(value, 'an object of texts is allowed');
    const entries = Object.entries(value);
    if (entries.length > most) return at.refuse(entries.length, `at most ${most} members are allowed`);
    return Object.fromEntries(
      entries.map(([name, found]) => [name, entry(found, at.child(name)) as string] as const),
    );
  };
}

/** An object with these members and no others. */
export function structure<R extends Members, O extends Members>(
  required: R,
  optional: O,
): Reader<Structure<R, O>> {
  const names = [...Object.keys(required), ...Object.keys(optional)];
  return (value, at) => {
    if (!isRecord(value)) return at.refuse(value, `an object with ${names.join(', ')} is allowed`);
    const read: Record<string, unknown> = {};
    for (const name of Object.keys(value)) if (!names.includes(name)) at.unknown(name, names);
    for (const [name, reader] of Object.entries(required)) {
      read[name] = reader(Object.hasOwn(value, name) ? value[name] : undefined, at.child(name));
    }
    for (const [name, reader] of Object.entries(optional)) {
      if (Object.hasOwn(value, name) && value[name] !== undefined)
        read[name] = reader(value[name], at.child(name));
    }
    return read as Structure<R, O>;
  };
}

/** An object whose member `tag` says which structure it has. The readers are given the object without it. */
export function variants<Tag extends string, V extends Readonly<Record<string, Reader<object>>>>(
  tag: Tag,
  readers: V,
): Reader<{ [K in keyof V & string]: { readonly [T in Tag]: K } & Read<V[K]> }[keyof V & string]> {
  const words = Object.keys(readers);
  return (value, at) => {
    if (!isRecord(value))
      return at.refuse(value, `an object with ${tag}, one of ${words.join(', ')}, is allowed`);
    const { [tag]: kind, ...rest } = value;
    const reader = typeof kind === 'string' && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    if (reader === undefined) return at.child(tag).refuseWord(kind, words);
    const read = reader(rest, at);
    return read === unread ? unread : ({ [tag]: kind, ...read } as never);
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
