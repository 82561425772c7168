import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme, type Digest } from './crc.js';

export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

/** The algorithms served, as the API names them. S3 took more in 2026 (SHA512, XXHASH64 ...): those are refused. */
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** The algorithm of a name in any case; undefined for one not served. */
export function algorithmOf(name: string): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
}

export function digestOf(algorithm: ChecksumAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return crc32Digest();
    case 'CRC32C':
      return crc32c();
    case 'CRC64NVME':
      return crc64nvme();
    case 'SHA1':
    case 'SHA256':
      return hashDigest(algorithm);
  }
}

/** @param name of node:crypto, e.g. `md5` */
export function hashDigest(name: string): Digest {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
}

function crc32Digest(): Digest {
  let state = 0;
  return {
    update: (chunk) => void (state = crc32(chunk, state)),
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(state);
      return bytes;
    },
  };
}

/** Bytes of one checksum, by which a value a client sends is known to be none. */
export function digestSize(algorithm: ChecksumAlgorithm): number {
  return { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 }[algorithm];
}
