import { createHash } from 'node:crypto';

const modulus = 2 ** 31 - 1;
const multiplier = 48_271;

/**
 * Numbers in [0, 1) that are the same for the same seed, by the Lehmer generator of Park and Miller. Each user names
 * its own stream, so that what one draws never shifts what another gets.
 */
export function seededRandom(seed: string, stream: string): () => number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, stream]))
    .digest();
  let state = 1 + (digest.readUInt32BE(0) % (modulus - 1));
  return () => {
    state = (state * multiplier) % modulus;
    return (state - 1) / (modulus - 1);
  };
}
