/** Lets a few in at a time, in the order they came. */
export class Turnstile {
  private inside = 0;
  private waiting: (() => void)[] = [];
  private next = 0;

  /** @param limit how many may be inside at the same time, 1 or more. */
  constructor(private readonly limit: number) {}

  /** Runs `action` when there is room; its result or error is passed on. */
  async pass<T>(action: () => Promise<T>): Promise<T> {
    if (this.inside < this.limit) this.inside += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await action();
    } finally {
      this.leave();
    }
  }

  private leave(): void {
    const enter = this.waiting[this.next];
    if (enter === undefined) {
      this.waiting = [];
      this.next = 0;
      this.inside -= 1;
      return;
    }
    // The place is handed over: were it given back first, a newcomer could overtake.
    this.next += 1;
    enter();
  }
}
