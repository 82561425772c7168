import type { Logger } from '../../spi/index.js';

/** Pulls an hour that Wave allows whoever shows no token (docs.seqera.io/wave/api, API limits). */
const PULLS_AN_HOUR = 100;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Says once that a run without an access token is about to meet Wave's limit: every task's pull counts against it. */
export class AnonymousLimit {
  private tasks = 0;

  /** @param applies whether images are pulled from Wave by somebody it does not know. */
  constructor(
    private readonly applies: boolean,
    private readonly logger: Logger,
  ) {}

  /** One more task pulls its image. */
  count(): void {
    this.tasks += 1;
    if (!this.applies || this.tasks !== PULLS_AN_HOUR) return;
    this.logger.warn(
      `${PULLS_AN_HOUR} tasks get their images from Wave without an access token: Wave allows ${PULLS_AN_HOUR} pulls an hour ` +
        'then (and 25 builds a day), and each instance that pulls an image counts. Set TOWER_ACCESS_TOKEN, or wave.freeze, or ' +
        'use images that hold Fusion (fusion.preinstalled).',
    );
  }
}

/** Whether Wave is one on this machine, which stands for a registry and has none. */
export function isOnThisMachine(endpoint: string): boolean {
  return LOOPBACK.test(new URL(endpoint).hostname);
}
