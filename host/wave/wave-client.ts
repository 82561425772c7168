import type { Clock, Logger } from '../../spi/index.js';
import type { WaveCalls } from './wave-calls.js';
import {
  readContainerAnswer,
  readStatusAnswer,
  type ContainerAnswer,
  type StatusAnswer,
} from './wave-answers.js';
import { buildFailed, buildTooSlow, unexpected, type Errand } from './wave-failures.js';
import { waveRequest, type ImageWish } from './wave-request.js';
import type { WaveSettings } from './wave-settings.js';

/** Milliseconds between two looks at a build: the first, and the longest they become. */
const LOOK = { first: 1_000, longest: 15_000, growth: 1.5 } as const;

const CHECK_IMAGE =
  'Check wave.endpoint, the name of the image and that it can be pulled: a private one needs credentials in Seqera ' +
  'Platform.';

export interface ClientGround {
  readonly settings: WaveSettings;
  readonly calls: Pick<WaveCalls, 'send' | 'pause'>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
}

/** Asks Wave for images and waits until they are there. */
export class WaveClient {
  constructor(private readonly ground: ClientGround) {}

  /**
   * An image that can be pulled now.
   * @throws PreconditionError saying why there is none.
   */
  async provide(wish: ImageWish): Promise<ContainerAnswer> {
    const { settings, clock, calls } = this.ground;
    const url = `${settings.endpoint}/v1alpha2/container`;
    const errand = this.errand(wish, url);
    const body = waveRequest(wish, settings, new Date(clock.now()).toISOString());
    const text = await calls.send({ method: 'POST', url, body }, errand);
    const answer = understood(errand, () => readContainerAnswer(text));
    // A Wave that says nothing of success and names no build has nothing to build.
    const isThere = answer.succeeded ?? answer.buildId === undefined;
    if (!isThere) await this.untilBuilt(wish, answer);
    return answer;
  }

  private async untilBuilt(wish: ImageWish, { requestId, buildId }: ContainerAnswer): Promise<void> {
    const { settings, clock, calls, logger, random } = this.ground;
    const url = `${settings.endpoint}/v1alpha2/container/${encodeURIComponent(requestId ?? '')}/status`;
    const errand = this.errand(wish, url);
    if (requestId === undefined) throw unexpected(errand, 'a build without a requestId');
    const began = clock.now();
    logger.info(
      `Wave builds ${wish.image} for ${wish.platform}${buildId === undefined ? '' : ` (${buildId})`}.`,
    );
    for (let look: number = LOOK.first; ; look = Math.min(LOOK.longest, look * LOOK.growth)) {
      const status = await this.status(errand);
      if (status.done && status.succeeded) return;
      if (status.done) throw buildFailed(wish, status, settings.platform.token);
      if (clock.now() - began >= settings.buildPatience)
        throw buildTooSlow(wish, status, settings.buildPatience);
      await calls.pause(look * (0.75 + random() / 2));
    }
  }

  private async status(errand: Errand): Promise<StatusAnswer> {
    const text = await this.ground.calls.send({ method: 'GET', url: errand.url }, errand);
    return understood(errand, () => readStatusAnswer(text));
  }

  private errand({ image, platform }: ImageWish, url: string): Errand {
    const { token } = this.ground.settings.platform;
    return {
      deed: `get the image ${image} for ${platform} from Wave`,
      url,
      setting: 'wave.endpoint',
      advice: CHECK_IMAGE,
      ...(token === undefined ? {} : { secret: token }),
    };
  }
}

function understood<T>(errand: Errand, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? unexpected(errand, error.message) : error;
  }
}
