/** One timer of a {@link TimerHeap}. */
export interface HeapTimer {
  /** When it falls due, in the units of whoever fills the heap. */
  readonly due: number;
  readonly action: () => void;
  /** Order of setting: timers that fall due together run in it. */
  readonly serial: number;
  /** Where it lies in the heap; -1 once it has left. The heap alone writes it. */
  place: number;
}

/**
 * Timers by the time they fall due. Setting, taking and cancelling cost the logarithm of their number: a cloud with
 * ten thousand tasks sets and cancels several timers for each, so a cancelled one leaves at once and holds nothing.
 */
export class TimerHeap {
  private readonly timers: HeapTimer[] = [];
  private serial = 0;

  get size(): number {
    return this.timers.length;
  }

  add(due: number, action: () => void): HeapTimer {
    const timer: HeapTimer = { due, action, serial: this.serial++, place: this.timers.length };
    this.timers.push(timer);
    this.rise(timer);
    return timer;
  }

  /** The timer that is next to fall due; it stays. */
  first(): HeapTimer | undefined {
    return this.timers[0];
  }

  /** Takes a timer out; one that has left already stays out. */
  remove(timer: HeapTimer): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.timers.pop();
    if (last === undefined || last === timer) return;
    this.put(last, place);
    this.rise(last);
    this.sink(last);
  }

  private rise(timer: HeapTimer): void {
    while (timer.place > 0) {
      const parent = this.timers[(timer.place - 1) >> 1];
      if (parent === undefined || before(parent, timer)) return;
      this.swap(parent, timer);
    }
  }

  private sink(timer: HeapTimer): void {
    for (;;) {
      const left = this.timers[2 * timer.place + 1];
      const right = this.timers[2 * timer.place + 2];
      const child = right !== undefined && left !== undefined && before(right, left) ? right : left;
      if (child === undefined || before(timer, child)) return;
      this.swap(timer, child);
    }
  }

  private swap(one: HeapTimer, other: HeapTimer): void {
    const { place } = one;
    this.put(one, other.place);
    this.put(other, place);
  }

  private put(timer: HeapTimer, place: number): void {
    this.timers[place] = timer;
    timer.place = place;
  }
}

function before(one: HeapTimer, other: HeapTimer): boolean {
  return one.due < other.due || (one.due === other.due && one.serial < other.serial);
}
