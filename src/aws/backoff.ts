/** Milliseconds to wait before try `tries + 1`: doubles from 1 s to 30 s, spread by ±50 % so that clients part. */
export function backoffDelay(tries: number, random: () => number): number {
  const base = Math.min(30_000, 1_000 * 2 ** Math.max(0, tries - 1));
  return base * (0.5 + random());
}

/**
 * Milliseconds before a throttled call asks for its turn again. Short: the pacer, which the throttle slowed down, does the
 * waiting (src/submit/pacer.ts), and a caller that slept would leave its share of the bucket unused.
 */
export function throttleDelay(random: () => number): number {
  return 100 * (0.5 + random());
}
