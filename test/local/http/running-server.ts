import { CallRecord } from '../../../local/http/call-record.js';
import { LocalServer, type LocalServerOptions } from '../../../local/http/server.js';
import type { LocalService } from '../../../local/http/service.js';

export interface RunningServer {
  readonly endpoint: string;
  readonly calls: CallRecord;
  readonly logged: readonly string[];
  close(): Promise<void>;
}

/** Obviously no secrets: the local cloud checks no signature. */
export const dummyCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Numbers in [0, 1) that are the same in every run. */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Serves `services` on a free port of 127.0.0.1. */
export async function runServer(
  services: Readonly<Record<string, LocalService>>,
  more: Partial<Pick<LocalServerOptions, 'unsigned' | 'faults' | 'clock' | 'calls' | 'dated'>> = {},
): Promise<RunningServer> {
  const calls = more.calls ?? new CallRecord();
  const logged: string[] = [];
  const server = new LocalServer({
    services: new Map(Object.entries(services)),
    calls,
    now: () => 1000,
    random: seededRandom(),
    log: (line) => logged.push(line),
    ...more,
  });
  const port = await server.listen();
  return { endpoint: `http://127.0.0.1:${port}`, calls, logged, close: () => server.close() };
}
