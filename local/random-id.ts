/** A source of numbers in [0, 1), such as `Math.random`. */
export type Random = () => number;

/** `bytes` random bytes in hex. Ids need not be secret here, only distinct. */
export function randomBytesHex(random: Random, bytes: number): string {
  return Array.from({ length: bytes }, () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}
