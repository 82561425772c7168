/** A source of numbers in [0, 1), such as `Math.random`. */
export type Random = () => number;

/** So many random hex digits, each drawn by itself. Ids need not be secret here, only distinct. */
export function randomHex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** `bytes` random bytes in hex: half the draws of {@link randomHex} for the same length. */
export function randomBytesHex(random: Random, bytes: number): string {
  return Array.from({ length: bytes }, () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}

/** A random id in the form of a UUID, as AWS's request and attachment ids have. */
export function randomUuid(random: Random): string {
  const hex = randomBytesHex(random, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
