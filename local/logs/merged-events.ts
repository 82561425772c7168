import { compareKeys, type EventKey, firstFrom } from './event-key.js';
import { type LogEvent } from './log-stream.js';

/** Events of one stream, in order. */
export interface StreamEvents {
  readonly name: string;
  readonly events: readonly LogEvent[];
}

export interface FoundEvent {
  readonly stream: string;
  readonly event: LogEvent;
}

interface Head {
  readonly source: StreamEvents;
  at: number;
  event: LogEvent;
}

/** The events of many streams from a position on, in order of time: a merge, so that a page costs what it holds. */
export function* mergedEvents(streams: readonly StreamEvents[], from: EventKey): Generator<FoundEvent> {
  const heap: Head[] = [];
  for (const source of streams) {
    const at = firstFrom(source.events, from);
    const event = source.events[at];
    if (event !== undefined) heap.push({ source, at, event });
  }
  for (let index = (heap.length >> 1) - 1; index >= 0; index--) sink(heap, index);
  for (let head = heap[0]; head !== undefined; head = heap[0]) {
    yield { stream: head.source.name, event: head.event };
    const next = head.source.events[++head.at];
    if (next !== undefined) head.event = next;
    else {
      const last = heap.pop();
      if (last !== undefined && last !== head) heap[0] = last;
    }
    sink(heap, 0);
  }
}

/** Restores the heap's order below `index`: no head is before the one above it. */
function sink(heap: Head[], index: number): void {
  for (let top = index; ;) {
    const left = 2 * top + 1;
    const least = lesser(heap, lesser(heap, top, left), left + 1);
    const [above, below] = [heap[top], heap[least]];
    if (least === top || above === undefined || below === undefined) return;
    heap[top] = below;
    heap[least] = above;
    top = least;
  }
}

function lesser(heap: readonly Head[], one: number, other: number): number {
  const [first, second] = [heap[one], heap[other]];
  if (second === undefined || first === undefined) return one;
  return compareKeys(second.event, first.event) < 0 ? other : one;
}
