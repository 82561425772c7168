import { createHash } from 'node:crypto';

/** Draws that a seed repeats. */
export class Chance {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from 0 to below `bound`. */
  below(bound: number): number {
    const text = JSON.stringify([this.seed, this.drawn++]);
    return Math.floor((createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32) * bound);
  }

  /** From `least` to `most`, both possible. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** @throws RangeError where there is nothing to choose from. */
  oneOf<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('there is nothing to choose from');
    return value;
  }
}
