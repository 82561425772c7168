import { AwsError } from '../http/aws-error.js';
import { parseXml } from '../http/xml.js';
import { checksumMember } from './checksum.js';
import { checksumAlgorithms } from './digest.js';
import type { Part, Upload } from './multipart-uploads.js';
import { invalidRequest, malformedXml } from './s3-error.js';

/** The least a part may have unless it is the last, in bytes. */
const minimum = 5 * 1024 ** 2;
const partLimit = 10_000;

/** A part as CompleteMultipartUpload names it. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
  /** Base64 by member, e.g. `ChecksumCRC32`. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** Reads the document of CompleteMultipartUpload. @throws AwsError MalformedXML */
export function parsePartList(document: string): readonly NamedPart[] {
  const root = document.trim() === '' ? {} : parseXml(document, ['Part']);
  const upload = root['CompleteMultipartUpload'];
  const parts = typeof upload === 'object' && upload !== null && 'Part' in upload ? upload.Part : [];
  const named = (parts as readonly unknown[]).map(namedPart);
  if (named.length === 0) throw malformedXml('no Part in CompleteMultipartUpload');
  if (named.length > partLimit) throw malformedXml(`more than ${partLimit} parts`);
  return named;
}

function namedPart(entry: unknown): NamedPart {
  const members = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const { PartNumber: number, ETag: etag } = members;
  if (typeof number !== 'string' || !/^\s*\d{1,5}\s*$/.test(number) || typeof etag !== 'string') {
    throw malformedXml('a Part without PartNumber and ETag');
  }
  const checksums = Object.entries(members).filter(
    (member): member is [string, string] => member[0].startsWith('Checksum') && typeof member[1] === 'string',
  );
  return {
    number: Number(number),
    etag: etag.replaceAll('"', '').trim(),
    checksums: Object.fromEntries(checksums),
  };
}

/**
 * The uploaded parts that make up the object, in their order.
 *
 * @throws AwsError InvalidPartOrder, InvalidPart, EntityTooSmall, InvalidRequest
 */
export function chosenParts(
  upload: Upload,
  named: readonly NamedPart[],
  uploaded: readonly Part[],
): readonly Part[] {
  if (named.some((part, index) => part.number <= (named[index - 1]?.number ?? 0))) {
    const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
    throw new AwsError('InvalidPartOrder', message, 400, { UploadId: upload.id });
  }
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = named.map((part) => chosenPart(upload, part, byNumber.get(part.number)));
  const small = chosen.slice(0, -1).find((part) => part.size < minimum);
  if (small === undefined) return chosen;
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ETag: small.md5,
    MinSizeAllowed: minimum,
    ProposedSize: small.size,
    PartNumber: small.number,
  });
}

function chosenPart(upload: Upload, named: NamedPart, part: Part | undefined): Part {
  checkPresent(upload, named);
  const kept = upload.checksum.declared ? part?.checksum : undefined;
  // A checksum of another algorithm than the upload's is of no part that S3 knows.
  const expected = checksumAlgorithms
    .map((algorithm) => ({ algorithm, value: named.checksums[checksumMember(algorithm)] }))
    .filter((item) => item.value !== undefined);
  const fits = expected.every((item) => item.algorithm === upload.checksum.algorithm && item.value === kept);
  if (part?.md5 === named.etag && fits) return part;
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  throw new AwsError('InvalidPart', message, 400, {
    UploadId: upload.id,
    PartNumber: named.number,
    ETag: named.etag,
  });
}

/** An upload with a checksum of its parts' checksums is completed by naming each. */
function checkPresent({ checksum }: Upload, named: NamedPart): void {
  if (!checksum.declared || checksum.type === 'FULL_OBJECT') return;
  if (named.checksums[checksumMember(checksum.algorithm)] !== undefined) return;
  throw invalidRequest(
    `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${named.number} in the request.`,
  );
}
