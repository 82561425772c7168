/**
 * How an object's key becomes a path below its bucket's folder. Tasks read and write these files themselves, so
 * an ordinary segment is stored as it is. Three reserved beginnings mark what a file system cannot hold:
 *
 * - `%=text`: a segment that is empty, `.`, `..`, holds NUL, or begins like one of these marks;
 * - `%+text/%+text/%=text`: a segment above 255 bytes, cut into pieces;
 * - `%@`: inside the folder `k`, the object whose key is `k` itself.
 *
 * Every key has one path. A file whose name begins with a mark and is not the path of a key is no object.
 */
const whole = '%=';
const piece = '%+';
/** Name of the file in folder `k/` that holds the object `k`. */
export const folderObject = '%@';

/** What Linux and macOS take for one name, in bytes. */
const nameLimit = 255;
const pieceLimit = nameLimit - piece.length;

/** The names that make up the path of a key, from the bucket's folder down. */
export function encodeKey(key: string): readonly string[] {
  return key.split('/').flatMap(encodeSegment);
}

function encodeSegment(segment: string): readonly string[] {
  if (isPlain(segment)) return [segment];
  const pieces = cut(escape(segment));
  return pieces.map((text, index) => (index === pieces.length - 1 ? whole : piece) + text);
}

function isPlain(segment: string): boolean {
  return (
    segment !== '' &&
    segment !== '.' &&
    segment !== '..' &&
    !segment.includes('\0') &&
    !isReserved(segment) &&
    Buffer.byteLength(segment) <= nameLimit
  );
}

function isReserved(name: string): boolean {
  return name.startsWith(whole) || name.startsWith(piece) || name.startsWith(folderObject);
}

function escape(segment: string): string {
  return segment.replace(/[%\0]/g, (char) => (char === '%' ? '%25' : '%00'));
}

/** Cuts between characters, so that every piece is valid UTF-8. */
function cut(text: string): readonly string[] {
  const pieces: string[] = [];
  let current = '';
  let bytes = 0;
  for (const char of text) {
    const size = Buffer.byteLength(char);
    if (bytes + size > pieceLimit) {
      pieces.push(current);
      current = '';
      bytes = 0;
    }
    current += char;
    bytes += size;
  }
  return [...pieces, current];
}

/** What a name found in a folder stands for. */
export type DecodedName =
  | { readonly kind: 'segment'; readonly segment: string }
  /** The beginning of a long segment: its folder holds the rest. */
  | { readonly kind: 'piece'; readonly text: string }
  | { readonly kind: 'folder-object' }
  | { readonly kind: 'foreign' };

/**
 * Reads one name of a folder. Pieces of a long segment arrive one folder at a time: `before` is the text of
 * those above this folder.
 */
export function decodeName(name: string, before: readonly string[] = []): DecodedName {
  if (name.startsWith(piece)) return { kind: 'piece', text: name.slice(piece.length) };
  if (name.startsWith(whole)) return decodeWhole(name.slice(whole.length), before);
  if (before.length > 0) return { kind: 'foreign' };
  if (name === folderObject) return { kind: 'folder-object' };
  return isReserved(name) ? { kind: 'foreign' } : { kind: 'segment', segment: name };
}

function decodeWhole(last: string, before: readonly string[]): DecodedName {
  const segment = [...before, last]
    .join('')
    .replace(/%(25|00)/g, (_all, code) => (code === '25' ? '%' : '\0'));
  const names = encodeSegment(segment);
  const canonical = names.length === before.length + 1 && names.at(-1) === whole + last;
  const same = canonical && before.every((text, index) => names[index] === piece + text);
  return same ? { kind: 'segment', segment } : { kind: 'foreign' };
}

/**
 * The order of S3's listings: by the bytes of the keys in UTF-8. That is the order of code points, and JavaScript's
 * own but for characters above U+FFFF, whose surrogates lie below U+E000. No buffers are made: a sort of 100,000
 * names compares millions of times.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return inCodePoints(left) - inCodePoints(right);
  }
  return a.length - b.length;
}

/** Moves surrogates above all other units, each group keeping its order. */
function inCodePoints(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
