import { cloudSettings } from '../../local/cloud-options.js';
import { closeParts, createParts } from '../../local/cloud-parts.js';
import { CallRecord } from '../../local/http/call-record.js';
import { LocalServer } from '../../local/http/server.js';
import { VirtualClock } from '../../local/time/virtual-clock.js';
import { CountingBook } from './counting-book.js';

/** A cloud in this process, whose time is told and whose records are counted. */
export interface DaysCloud {
  readonly endpoint: string;
  readonly time: VirtualClock;
  readonly book: CountingBook;
  readonly calls: CallRecord;
  close(): Promise<void>;
}

/** Every task prints a line and runs half a minute; nothing else is known of it beforehand. */
const simulated = [{ durationMs: 30_000, output: ['done'] }];

/** As `startLocalCloud` puts it together, but for the book, which virtual time does not go with there. */
export async function startDaysCloud(dataDir: string): Promise<DaysCloud> {
  const settings = cloudSettings({
    dataDir,
    runtime: 'simulated',
    virtualTime: 0,
    speed: 1,
    throttle: 'off',
    log: (line) => process.stderr.write(`cloud: ${line}\n`),
  });
  const book = new CountingBook();
  const parts = await createParts(
    settings,
    () => undefined,
    () => Promise.resolve({ book, close: () => Promise.resolve() }),
  );
  parts.runtime.simulate?.(simulated, 'days');
  const { clock: time } = parts;
  if (!(time instanceof VirtualClock)) throw new Error('the cloud has no virtual time');
  const calls = new CallRecord();
  const server = new LocalServer({
    services: parts.services,
    faults: parts.callFaults,
    calls,
    clock: time,
    now: () => time.now(),
    random: settings.random,
    log: settings.log,
  });
  const endpoint = `http://127.0.0.1:${await server.listen()}`;
  const close = async (): Promise<void> => {
    await server.close();
    await closeParts(parts);
  };
  return { endpoint, time, book, calls, close };
}
