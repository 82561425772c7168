/** A log that repeats nothing: what is true of a runtime is told at its first task, not at every one. */
export class SayOnce {
  private readonly told = new Set<string>();

  /** @param log gets each different line once; at most a thousand different ones are remembered and told. */
  constructor(private readonly log: (line: string) => void) {}

  say(line: string): void {
    if (this.told.has(line) || this.told.size >= 1000) return;
    this.told.add(line);
    this.log(line);
  }
}
