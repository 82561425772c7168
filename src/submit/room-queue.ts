import { inject, injectable } from 'tsyringe';
import { Session } from '../di/tokens.js';
import { killedBeforeSubmission, unlessKilled } from './killed.js';
import { RoomLane, type RoomWaiter } from './room-lane.js';
import { timeBoundText, type TimeBound } from '../watch/time-bound.js';

/** What a wait for room does to a task. */
export interface RoomWait {
  /** It waits from now on: nothing of it is on ECS. */
  begin(): void;
  /** It is its turn to ask; resolves when it may. */
  again(): Promise<void>;
  /** From when its wait counts, epoch milliseconds; told before it asks again. */
  counts(since: number): void;
}

/** What a task that may have to wait brings along. */
export interface RoomWish {
  /** For people, e.g. `HELLO (1)`. */
  readonly name: string;
  /** Tasks of one lane want the same: when there is room for one, the next may fit too. */
  readonly lane: string;
  /**
   * How long it waits at most, from when it first could not be placed or stood behind others. While it waits for its
   * turn with {@link RoomWait.again} its time stands still.
   */
  readonly bound: TimeBound;
  /** Aborted when the task is no longer wanted. */
  readonly killed: AbortSignal;
  readonly wait: RoomWait;
}

/** One task among those that wish for room. */
interface Seat {
  readonly order: number;
  /** From when its wait counts, epoch milliseconds; undefined while it has not waited. */
  since?: number;
}

/** What asking gave: room, or none with the backend's words. */
export type RoomAnswer<T> =
  { readonly kind: 'room'; readonly value: T } | { readonly kind: 'full'; readonly words: string };

/** How a wish ended. */
export type Placed<T> =
  | { readonly kind: 'room'; readonly value: T }
  /** It waited `waited` milliseconds, as long as it may. */
  | { readonly kind: 'no-room'; readonly words: string; readonly waited: number };

/**
 * A full cluster is no failure: tasks wait for room in lanes, which costs one call a pause and lane however many wait.
 * People are told once when the waiting begins and once when it is over.
 */
@injectable()
export class RoomQueue {
  private readonly lanes = new Map<string, RoomLane>();
  private lastOrder = 0;

  constructor(@inject(Session) private readonly session: Session) {}

  /**
   * Asks until there is room, behind those that wait already.
   * @throws ShutdownError where the task is killed while it waits, or what `ask` throws.
   */
  async place<T>(wish: RoomWish, ask: () => Promise<RoomAnswer<T>>): Promise<Placed<T>> {
    const seat: Seat = { order: ++this.lastOrder };
    for (let lane = this.lanes.get(wish.lane); ;) {
      if (lane !== undefined) {
        seat.since ??= this.now();
        if (!(await this.stand(lane, wish, { order: seat.order, since: seat.since })))
          return {
            kind: 'no-room',
            words: lane.words,
            waited: this.now() - lane.since({ ...wish, since: seat.since }),
          };
        seat.since = lane.since({ ...wish, since: seat.since });
      }
      const answer = await this.ask(wish, seat, lane, ask);
      if (answer.kind === 'room') return answer;
      lane = this.full(wish, answer.words);
    }
  }

  /** True when it is the task's turn to ask, false when it has waited for as long as it may. */
  private async stand(
    lane: RoomLane,
    { killed, lane: name, wait, bound }: RoomWish,
    seat: Pick<RoomWaiter, 'order' | 'since'>,
  ): Promise<boolean> {
    let leave: () => void = () => undefined;
    try {
      refuseKilled(killed);
      wait.begin();
      // Who is told of a wait may have no use for it: a shutdown kills what begins to wait.
      refuseKilled(killed);
      return await new Promise<boolean>((resolve, reject) => {
        const waiter = { ...seat, bound, go: () => resolve(true), expire: () => resolve(false) };
        leave = () => {
          lane.leave(waiter);
          reject(killedBeforeSubmission());
        };
        killed.addEventListener('abort', leave, { once: true });
        lane.join(waiter);
      });
    } finally {
      killed.removeEventListener('abort', leave);
      this.close(name, lane);
    }
  }

  private async ask<T>(
    wish: RoomWish,
    seat: Seat,
    lane: RoomLane | undefined,
    ask: () => Promise<RoomAnswer<T>>,
  ): Promise<RoomAnswer<T>> {
    let kind: RoomAnswer<T>['kind'] | 'other' = 'other';
    try {
      if (lane !== undefined) await this.resume(wish, seat);
      const answer = await ask();
      ({ kind } = answer);
      return answer;
    } finally {
      // One that never stood in the lane has no part in its count; one that found it full will stand in it again.
      lane?.answered(kind);
      if (lane !== undefined && kind !== 'full') this.close(wish.lane, lane);
      if (lane !== undefined && kind === 'room' && this.lanes.size === 0)
        this.session.logger.info('The cluster has room again: no task waits for it.');
    }
  }

  private async resume({ wait, killed }: RoomWish, seat: Seat): Promise<void> {
    const told = this.now();
    await unlessKilled(wait.again(), killed);
    seat.since = (seat.since ?? told) + this.now() - told;
    wait.counts(seat.since);
  }

  private full(wish: RoomWish, words: string): RoomLane {
    if (this.lanes.size === 0) {
      this.session.logger.warn(
        `Task ${wish.name} waits: the cluster has no room for it now (${words}). It is submitted when there is room, within ` +
          `${timeBoundText(wish.bound)}, and so are others that find none. To make some, let the capacity provider use more ` +
          'or larger instances.',
      );
    }
    const lane = this.lanes.get(wish.lane) ?? new RoomLane(this.session.clock, this.session.random);
    lane.words = words;
    this.lanes.set(wish.lane, lane);
    return lane;
  }

  private now(): number {
    return this.session.clock.now();
  }

  /** Forgets a lane in which nobody is left. */
  private close(name: string, lane: RoomLane): void {
    if (!lane.empty) return;
    lane.end();
    if (this.lanes.get(name) === lane) this.lanes.delete(name);
  }
}

function refuseKilled(killed: AbortSignal): void {
  if (killed.aborted) throw killedBeforeSubmission();
}
