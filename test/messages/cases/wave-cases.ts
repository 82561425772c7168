import { WaveClient } from '../../../host/wave/wave-client.js';
import { WaveCalls } from '../../../host/wave/wave-calls.js';
import type { HttpAnswer } from '../../../host/wave/http.js';
import { openImages } from '../../../host/wave/open-images.js';
import { waveSettings } from '../../../host/wave/wave-settings.js';
import type { ConfigMap } from '../../../spi/index.js';
import { answer, noConnection, ScriptedHttp, silence } from '../../host/wave/scripted-http.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import type { MessageCase } from '../message-case.js';
import { CONFIG, SCRIPT } from '../place.js';

const random = (): number => 0.5;

/** Asks Wave for an image as a run does, and lets all waits pass. */
async function ask(http: ScriptedHttp, config: ConfigMap = {}): Promise<void> {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const settings = waveSettings(config, {});
  const calls = new WaveCalls({ http: http.send, clock, random, logger, retry: settings.retry });
  const client = new WaveClient({ settings, calls, clock, random, logger });
  const asked = client.provide({ image: 'ubuntu:latest', platform: 'linux/amd64' });
  asked.catch(() => undefined);
  await clock.advance(7_200_000);
  await asked;
}

/** Asks for an image where the layer's address answers so. */
async function askForLayer(layer: HttpAnswer): Promise<void> {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const config = {
    wave: { enabled: true },
    fusion: { enabled: true, containerConfigUrl: 'https://own.example/l.json' },
  };
  const { send } = new ScriptedHttp(layer);
  const images = openImages(config, { environment: {}, clock, random, logger, http: send });
  await images?.imageFor({ name: 'HELLO', container: 'ubuntu:latest', directives: { others: {} } });
}

const BUILDING = {
  requestId: 'r1',
  targetImage: 'wave.seqera.io/wt/0/library/ubuntu:latest',
  buildId: 'bd-1_1',
};
const token = { tower: { accessToken: 'not-to-be-shown' } };
const detailsUri = 'https://wave.seqera.io/view/builds/bd-1_1';

/** Everything that can keep an image from being had. */
export const waveCases: readonly MessageCase[] = [
  {
    code: 'CONFIG_INVALID',
    title: 'frozen images without a place',
    raise: (place) => place.run({ config: `${CONFIG}wave.freeze = true\n` }),
  },
  {
    code: 'CONFIG_INVALID',
    title: 'keys that are to travel in the environment',
    raise: (place) => place.run({ config: `${CONFIG}fusion.exportStorageCredentials = true\n` }),
  },
  {
    code: 'CONFIG_INVALID',
    title: "variables of Wave's that cannot be used",
    raise: (place) =>
      place.run({ environment: { WAVE_API_ENDPOINT: 'wave.example', TOWER_WORKSPACE_ID: 'research' } }),
  },
  {
    code: 'IMAGE_UNSUPPORTED',
    title: 'an image named by its digest',
    raise: (place) =>
      place.run({ script: SCRIPT.replace('ubuntu:latest', `ubuntu@sha256:${'0'.repeat(64)}`) }),
  },
  {
    code: 'IMAGE_UNSUPPORTED',
    title: 'a task that nobody announced, on an architecture without Fusion',
    raise: async (): Promise<void> => {
      const clock = new FakeClock();
      const ground = { environment: {}, clock, random, logger: new RecordingLogger() };
      const images = openImages({ wave: { enabled: true } }, ground);
      const directives = { others: { arch: { name: 'linux/ppc64le' } } };
      await images?.imageFor({ name: 'HELLO', container: 'ubuntu:latest', directives });
    },
  },
  {
    code: 'WAVE_UNREACHABLE',
    title: 'no way to Wave',
    raise: () => ask(new ScriptedHttp(noConnection('ENOTFOUND'))),
  },
  {
    code: 'WAVE_UNREACHABLE',
    title: 'a Wave that says nothing',
    raise: () => ask(new ScriptedHttp(silence)),
  },
  {
    code: 'WAVE_UNREACHABLE',
    title: 'a Wave that is ill',
    raise: () => ask(new ScriptedHttp(answer({ message: 'Service Unavailable' }, 503))),
  },
  {
    code: 'WAVE_LIMITED',
    title: 'too many requests without a token',
    raise: () => ask(new ScriptedHttp(answer({ message: 'Request exceeded pull rate limit' }, 429, '3456'))),
  },
  {
    code: 'WAVE_UNAUTHORIZED',
    title: 'a token that has expired',
    raise: () => ask(new ScriptedHttp(answer({ message: 'Unauthorized: not-to-be-shown' }, 401)), token),
  },
  {
    code: 'WAVE_UNAUTHORIZED',
    title: 'a Wave that wants a token',
    raise: () => ask(new ScriptedHttp(answer('', 403))),
  },
  {
    code: 'WAVE_REFUSED',
    title: 'an image that is not there',
    raise: () =>
      ask(
        new ScriptedHttp(answer({ message: "Container image 'library/ubuntu:latest' does not exist" }, 400)),
      ),
  },
  {
    code: 'WAVE_ANSWER_INVALID',
    title: 'an address that is not of Wave',
    raise: () => ask(new ScriptedHttp(answer('<html>Welcome</html>'))),
  },
  {
    code: 'WAVE_BUILD_FAILED',
    title: 'a build that fails',
    raise: () =>
      ask(
        new ScriptedHttp(
          answer(BUILDING),
          answer({ status: 'DONE', succeeded: false, reason: 'Cannot push to r.example/wave', detailsUri }),
        ),
      ),
  },
  {
    code: 'WAVE_BUILD_TIMEOUT',
    title: 'a build without an end',
    raise: () => ask(new ScriptedHttp(answer(BUILDING), answer({ status: 'BUILDING', detailsUri }))),
  },
  {
    code: 'FUSION_LAYER_INVALID',
    title: 'an address that describes no layer',
    raise: () => askForLayer(answer({ layers: [] })),
  },
  {
    code: 'WAVE_REFUSED',
    title: 'no description of a layer where it should be',
    raise: () => askForLayer(answer('NoSuchKey', 404)),
  },
];
