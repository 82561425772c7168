import { AwsError } from '../../http/aws-error.js';
import { type Members, number, type Shape, structure } from '../../http/aws-json.js';
import { type Json } from '../../state/state-book.js';

/**
 * A structure whose members are all known. AWS's serialiser drops a member it does not know; here it is refused
 * by name, because it may be a newer one of AWS's that this cloud would have to act on.
 *
 * @param answered members AWS itself answers and clients send back (`revision`, `status`): dropped, as AWS does
 */
export function known<M extends Readonly<Record<string, Shape<unknown>>>>(
  members: M,
  answered: readonly string[] = [],
): Shape<Members<M>> {
  const read = structure(members);
  return (value, path) => {
    const found = Object.entries(read(value, path)).filter(([name]) => !answered.includes(name));
    const strange = found.map(([name]) => name).filter((name) => !Object.hasOwn(members, name));
    if (strange.length > 0) {
      throw new AwsError(
        'ClientException',
        `${path === '' ? 'the request' : path}: the local cloud knows no member ${strange.join(', ')}. ` +
          `Known are: ${Object.keys(members).join(', ')}.`,
      );
    }
    return Object.fromEntries(found) as Members<M>;
  };
}

/** A member that is kept and echoed but not looked into. */
export const echoed: Shape<Json> = (value) => value as Json;

/** A whole number of 32 bits, AWS's `Integer`. */
export const integer: Shape<number> = (value, path) => {
  const given = number(value, path);
  if (Number.isInteger(given) && Math.abs(given) <= 2_147_483_648) return given;
  throw new AwsError('SerializationException', `${path}: expected a whole number of 32 bits, got ${given}`);
};
