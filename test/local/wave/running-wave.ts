import { CallRecord } from '../../../local/http/call-record.js';
import { LocalServer } from '../../../local/http/server.js';
import {
  createWaveService,
  type WaveDeps,
  wavePrefixes,
  type WaveService,
} from '../../../local/wave/wave-service.js';
import { FakeClock } from '../../support/fake-clock.js';
import { seededRandom } from '../http/running-server.js';

export interface WaveAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Wave behind a real socket: what a client gets that does not sign. */
export interface RunningWave {
  readonly clock: FakeClock;
  readonly wave: WaveService;
  readonly calls: CallRecord;
  readonly host: string;
  get(path: string): Promise<WaveAnswer>;
  post(body: object | string, path?: string, type?: string): Promise<WaveAnswer>;
  close(): Promise<void>;
}

export async function startWave(
  deps: Partial<WaveDeps> & { readonly clock?: FakeClock } = {},
): Promise<RunningWave> {
  const clock = deps.clock ?? new FakeClock();
  const log = (): void => undefined;
  const wave = createWaveService({ random: seededRandom(), log, ...deps, clock });
  const calls = new CallRecord();
  const server = new LocalServer({
    services: new Map(),
    unsigned: wavePrefixes.map((prefix) => ({ prefix, name: 'wave', service: wave })),
    calls,
    now: () => clock.now(),
    random: () => 0.5,
    log,
  });
  const host = `127.0.0.1:${await server.listen()}`;
  const send = async (path: string, init?: RequestInit): Promise<WaveAnswer> => {
    const { status, headers, ...answer } = await fetch(`http://${host}${path}`, init).then(
      async (response) => ({
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Record<string, unknown>,
      }),
    );
    return { status, headers, ...answer };
  };
  return {
    clock,
    wave,
    calls,
    host,
    get: (path) => send(path),
    post: (body, path = '/v1alpha2/container', type = 'application/json') =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: () => server.close(),
  };
}
