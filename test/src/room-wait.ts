import type { RoomWait } from '../../src/submit/room-queue.js';

/** A wait for room that nobody minds; what is given acts in its place. */
export function roomWait(changes: Partial<RoomWait> = {}): RoomWait {
  return {
    begin: () => undefined,
    again: () => Promise.resolve(),
    counts: () => undefined,
    ...changes,
  };
}
