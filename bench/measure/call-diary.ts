import type { ApiCall, ApiCalls } from '../../local/index.js';

/** Every call to one service, however many: a cloud's own record keeps the last ones in full and counts the others. */
export class CallDiary {
  private readonly kept: ApiCall[] = [];
  private last: ApiCall | undefined;

  constructor(
    private readonly record: ApiCalls,
    private readonly service: string,
  ) {}

  /**
   * Takes over what came since the last time.
   * @throws Error where calls were lost, as it was asked too seldom
   */
  note(): void {
    const calls = this.record.calls();
    const known = this.last === undefined ? -1 : calls.lastIndexOf(this.last);
    if (this.last !== undefined && known < 0) throw new Error('the call record was read too seldom');
    const fresh = calls.slice(known + 1);
    this.last = fresh.at(-1) ?? this.last;
    this.kept.push(...fresh.filter(({ service }) => service === this.service));
  }

  /** Oldest answer first. */
  calls(): readonly ApiCall[] {
    this.note();
    return this.kept;
  }
}
