import { withoutTrailingSlash, folderFaults } from '../storage/s3-uri.js';

// A line break would end a line of listings and reports, and a NUL no shell can hold.
const CONTROL = /\p{Cc}/u;
/** Names the wrapper and Fusion write themselves. */
const WORK_FILE = /^(?:\.command\..*|\.exitcode|\.fusion.*)$/;
/** What Linux takes for one name, in bytes. */
const LONGEST_NAME = 255;

/** What keeps a text from being the name of an input in the work dir, as the end of a sentence about it. */
export function stageNameFault(name: string): string | undefined {
  if (/[*?]/.test(name)) return 'is a pattern, and an input has one name';
  if (name.endsWith('/')) return 'ends with a slash';
  if (WORK_FILE.test(name.split('/')[0] ?? '')) return 'is a name of the files that run the task';
  return pathFault(name);
}

/** What keeps a text from being an output, a path from the work dir or a pattern of such, as the end of a sentence. */
export function outputFault(output: string): string | undefined {
  if (output.includes('\\')) return 'has a backslash, which takes no meaning from a character here';
  return pathFault(output.endsWith('/') ? output.slice(0, -1) : output);
}

/** What keeps a text from being the URI of an input, as the end of a sentence about it. */
export function inputUriFault(uri: string): string | undefined {
  const [fault] = folderFaults(withoutTrailingSlash(uri));
  if (fault !== undefined) return fault;
  if (CONTROL.test(uri)) return 'has a control character';
  if (uri.endsWith('//')) return 'has an empty path segment, which a file system would drop';
  return /^s3:\/\/[^/]*$/.test(uri) ? 'names a bucket and nothing in it' : undefined;
}

/** Why an input cannot have this name beside inputs of `earlier` names, as the end of a sentence about it. */
export function stageNameClash(name: string, earlier: readonly string[]): string | undefined {
  for (const other of earlier) {
    if (other === name) return 'is the name of another input';
    if (name.startsWith(`${other}/`)) return `lies in '${other}', which is an input itself`;
    if (other.startsWith(`${name}/`)) return `is the folder of '${other}', which is an input itself`;
  }
  return undefined;
}

function pathFault(path: string): string | undefined {
  const segments = path.split('/');
  if (path === '') return 'is empty';
  if (path.startsWith('/')) return 'begins with a slash, and is a path from the work dir';
  if (path.includes('://')) return 'is a URI, and is a path from the work dir';
  if (segments.includes('')) return 'has an empty path segment';
  if (segments.some((segment) => segment === '.' || segment === '..'))
    return 'has "." or ".." as a path segment';
  if (CONTROL.test(path)) return 'has a control character';
  if (segments.some((segment) => Buffer.byteLength(segment) > LONGEST_NAME))
    return `has a name of more than ${LONGEST_NAME} bytes`;
  return undefined;
}
