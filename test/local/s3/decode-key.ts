import { decodeName } from '../../../local/s3/key-encoding.js';

/** The key of a path's names; `undefined` where the path is not that of a key. Listings do the same folder by folder. */
export function decodeKey(names: readonly string[]): string | undefined {
  const segments: string[] = [];
  let before: string[] = [];
  for (const name of names) {
    const decoded = decodeName(name, before);
    if (decoded.kind === 'piece') before = [...before, decoded.text];
    else if (decoded.kind === 'segment') {
      segments.push(decoded.segment);
      before = [];
    } else return undefined;
  }
  return before.length > 0 ? undefined : segments.join('/');
}
