/** What a row of the benchmark has found: figures, and what of them had to be so. */
export class Findings {
  private misses = 0;

  /** How many of the figures that had to be so were not. */
  get missed(): number {
    return this.misses;
  }

  /** A figure that depends on the machine. */
  tell(what: string, figure: string): void {
    line(what, figure);
  }

  /** A figure that must be so on every machine. */
  hold(what: string, figure: string, met: boolean): void {
    if (!met) this.misses += 1;
    line(what, `${figure}${met ? '' : '   <-- MISSED'}`);
  }

  /** A count that must be exactly so. */
  equal(what: string, count: number, expected: number): void {
    this.hold(what, `${count} (${expected})`, count === expected);
  }

  /** A figure that must not be above a bound. */
  atMost(what: string, figure: number, most: number): void {
    this.hold(what, `${short(figure)} (at most ${short(most)})`, figure <= most);
  }

  /** A figure that must not be below a bound. */
  atLeast(what: string, figure: number, least: number): void {
    this.hold(what, `${short(figure)} (at least ${short(least)})`, figure >= least);
  }
}

const short = (figure: number): string => (Number.isInteger(figure) ? `${figure}` : figure.toFixed(3));

/** These figures have longer names than those of the cloud. */
function line(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(36)}${figure}\n`);
}
