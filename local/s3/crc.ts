/** A running digest; CRCs come as S3 writes them, in big-endian bytes. */
export interface Digest {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

export function crc32c(): Digest {
  let state = 0xffffffff;
  return {
    update: (chunk) => {
      for (const byte of chunk) state = (state >>> 8) ^ (crc32cTable[(state ^ byte) & 0xff] ?? 0);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((state ^ 0xffffffff) >>> 0);
      return bytes;
    },
  };
}

const nvmePolynomial = 0x9a6c9329ac4bc9b5n;
const nvmeTable = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ nvmePolynomial : value >> 1n;
  return value;
});
const nvmeHigh = Uint32Array.from(nvmeTable, (value) => Number(value >> 32n));
const nvmeLow = Uint32Array.from(nvmeTable, (value) => Number(value & 0xffffffffn));

/** The AWS CLI's default. In two halves of 32 bits: BigInt arithmetic per byte would be ten times slower. */
export function crc64nvme(): Digest {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (chunk) => {
      for (const byte of chunk) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (nvmeLow[index] ?? 0);
        high = (high >>> 8) ^ (nvmeHigh[index] ?? 0);
      }
    },
    digest: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
      bytes.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
      return bytes;
    },
  };
}
