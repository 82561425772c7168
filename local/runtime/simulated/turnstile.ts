/** Lets a number of actions run at once; the others wait in order. */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private inside = 0;

  constructor(private readonly room: number) {}

  async pass<T>(action: () => Promise<T>): Promise<T> {
    if (this.inside < this.room) this.inside++;
    else await new Promise<void>((resolve) => void this.waiting.push(resolve));
    try {
      return await action();
    } finally {
      // A place is handed over rather than given up, so nobody slips in between.
      const next = this.waiting.shift();
      if (next === undefined) this.inside--;
      else next();
    }
  }
}
