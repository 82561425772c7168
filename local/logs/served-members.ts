import { invalidParameter } from '../http/aws-error.js';
import { type Members, type Shape, structure } from '../http/aws-json.js';

/** A structure whose every member is read: any other is refused by name, where it would else go unheeded. */
export function served<M extends Readonly<Record<string, Shape<unknown>>>>(
  operation: string,
  members: M,
): Shape<Members<M>> {
  const shape = structure(members);
  return (value, path) => {
    const read = shape(value, path);
    const unread = Object.keys(read).filter((name) => !Object.hasOwn(members, name));
    if (unread.length === 0) return read;
    throw invalidParameter(
      `${operation}: the local cloud does not serve ${unread.sort().join(', ')}. It serves ${Object.keys(members).sort().join(', ')}.`,
    );
  };
}
