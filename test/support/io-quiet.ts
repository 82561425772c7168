import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const STARTED = 'http.client.request.start';
/** What keeps the event loop busy for a moment only: files, connections being made, answers being written. */
const PASSING = new Set([
  'FSReqCallback',
  'FSReqPromise',
  'FileHandleCloseReq',
  'GetAddrInfoReqWrap',
  'TCPConnectWrap',
  'WriteWrap',
  'ShutdownWrap',
]);
/** Turns of the event loop without I/O, after which none is to come. */
const QUIET_TURNS = 6;
/**
 * Turns without news of requests under way after which they are held back for as long as time stands still. Turns
 * and not milliseconds: a machine that is busy otherwise stops the whole process, client and cloud.
 */
const HELD_TURNS = 2_000;

/** Knows what I/O of this process is under way, so that virtual time can wait for it. */
export class IoQuiet {
  private requests = 0;

  private readonly started = (message: unknown): void => {
    this.requests += 1;
    (message as { readonly request: ClientRequest }).request.once('close', () => (this.requests -= 1));
  };

  watch(): void {
    subscribe(STARTED, this.started);
  }

  unwatch(): void {
    unsubscribe(STARTED, this.started);
  }

  /** Resolves when nothing is under way, or when the requests that are seem to be held back. */
  readonly settle = async (): Promise<void> => {
    let [quiet, still] = [0, 0];
    while (quiet < QUIET_TURNS) {
      const before = this.requests;
      await new Promise<void>((resolve) => setImmediate(resolve));
      const passing = process.getActiveResourcesInfo().some((name) => PASSING.has(name));
      still = passing || this.requests !== before ? 0 : still + 1;
      quiet = !passing && (this.requests === 0 || still > HELD_TURNS) ? quiet + 1 : 0;
    }
  };
}
