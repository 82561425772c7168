import { AwsError } from '../http/aws-error.js';
import type { ByteRange } from './byte-range.js';
import type { ObjectFacts } from './object-records.js';
import { invalidArgument } from './s3-error.js';

/** One part of an object, to be read by its number. */
export interface ReadPart {
  readonly range: ByteRange | 'whole';
  /** Parts in all; absent for an object that did not come in parts. */
  readonly count?: number;
  /** Base64; of an object whose checksum is of its parts'. */
  readonly checksum?: string;
}

/** The part a read asks for. @throws AwsError InvalidArgument */
export function wantedPart(query: URLSearchParams): number | undefined {
  const text = query.get('partNumber');
  if (text === null) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 10_000) return Number(text);
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text);
}

/**
 * Where a part lies. An object that did not come in parts is its own part 1.
 *
 * @param size of the object, in bytes
 * @throws AwsError InvalidPartNumber
 */
export function partOf({ parts }: ObjectFacts, size: number, number: number): ReadPart {
  if (number > (parts?.length ?? 1)) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      ActualPartCount: parts?.length ?? 1,
      PartNumberRequested: number,
    });
  }
  if (parts === undefined) return { range: size === 0 ? 'whole' : { first: 0, last: size - 1 } };
  const first = parts.slice(0, number - 1).reduce((sum, part) => sum + part.size, 0);
  const part = parts[number - 1];
  const length = part?.size ?? 0;
  return {
    range: length === 0 ? 'whole' : { first, last: first + length - 1 },
    count: parts.length,
    ...(part?.checksum === undefined ? {} : { checksum: part.checksum }),
  };
}
