import type { Clock, ConfigMap, Logger } from '../../spi/index.js';
import { lookup, lookupBoolean } from '../config/config-lookup.js';
import { AnonymousLimit, isOnThisMachine } from './anonymous-limit.js';
import { FusionLayers } from './fusion-layer.js';
import { fetchHttp, type Http } from './http.js';
import { fusedImages } from './image-names.js';
import type { ImageSource } from './image-source.js';
import { WaveCalls } from './wave-calls.js';
import { WaveClient } from './wave-client.js';
import { WaveImages } from './wave-images.js';
import { waveSettings, type Environment } from './wave-settings.js';

/** What images are got with. */
export interface ImageGround {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
  /** Default: the platform's own. */
  readonly http?: Http;
}

const asTheyStand: ImageSource = {
  check: () => [],
  changes: () => false,
  imageFor: ({ container }) => Promise.resolve(container),
  renewed: ({ container }) => Promise.resolve(container),
  close: () => undefined,
};

/**
 * Where the images of a session come from; undefined where nobody says that they hold Fusion. Asks nobody
 * yet.
 * @throws ConfigError CONFIG_INVALID
 */
export function openImages(config: ConfigMap, ground: ImageGround): ImageSource | undefined {
  if (!lookupBoolean(config, 'wave.enabled'))
    return lookup(config, 'fusion.preinstalled') === true ? asTheyStand : undefined;
  const { environment, clock, random, logger, http = fetchHttp } = ground;
  const settings = waveSettings(config, environment);
  const calls = new WaveCalls({ http, clock, random, logger, retry: settings.retry });
  const anonymous = settings.platform.token === undefined && !settings.freeze;
  return new WaveImages({
    settings,
    fused: fusedImages(config),
    layers: new FusionLayers(calls, settings.layerUrl),
    client: new WaveClient({ settings, calls, clock, random, logger }),
    calls,
    limit: new AnonymousLimit(anonymous && !isOnThisMachine(settings.endpoint), logger),
    clock,
    logger,
  });
}
