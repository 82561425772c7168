import {
  RequestError,
  type Clock,
  type Logger,
  type Problem,
  type ProcessDefinition,
} from '../../spi/index.js';
import type { AnonymousLimit } from './anonymous-limit.js';
import type { FusionLayers } from './fusion-layer.js';
import { hasDigest, type FusedImages } from './image-names.js';
import type { ImageSource } from './image-source.js';
import { archName, platformOf, type Platform } from './platform.js';
import type { ContainerAnswer } from './wave-answers.js';
import type { WaveCalls } from './wave-calls.js';
import type { WaveClient } from './wave-client.js';
import { fingerprintOf } from './wave-request.js';
import type { WaveSettings } from './wave-settings.js';

export interface WaveGround {
  readonly settings: Pick<WaveSettings, 'freeze' | 'fusion' | 'cacheLife'>;
  readonly fused: FusedImages;
  readonly layers: Pick<FusionLayers, 'of'>;
  readonly client: Pick<WaveClient, 'provide'>;
  readonly calls: Pick<WaveCalls, 'close'>;
  readonly limit: Pick<AnonymousLimit, 'count'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An image that was asked for. */
interface Asked {
  readonly image: Promise<string>;
  /** Epoch milliseconds from which on it is asked for anew. */
  goodUntil: number;
}

/** Images with Fusion from Wave: one request for all tasks that need the same, and another before its name expires. */
export class WaveImages implements ImageSource {
  private readonly asked = new Map<string, Asked>();

  constructor(private readonly ground: WaveGround) {}

  check({ name, container, directives }: ProcessDefinition): readonly Problem[] {
    if (container === undefined || this.ground.fused(container)) return [];
    const { freeze, fusion } = this.ground.settings;
    const { arch } = directives.others;
    return [
      ...(platformOf(arch) === undefined ? [noSuchPlatform(name, archName(arch))] : []),
      ...(fusion && !freeze && hasDigest(container) ? [digestCannotChange(name, container)] : []),
    ];
  }

  changes({ container }: ProcessDefinition): boolean {
    return container !== undefined && !this.ground.fused(container);
  }

  imageFor(process: ProcessDefinition): Promise<string | undefined> {
    if (this.changes(process)) this.ground.limit.count();
    return this.renewed(process);
  }

  async renewed(process: ProcessDefinition): Promise<string | undefined> {
    const { container, directives } = process;
    if (container === undefined || this.ground.fused(container)) return container;
    const platform = platformOf(directives.others['arch']);
    const problems = this.check(process);
    if (platform === undefined || problems.length > 0) throw refused(process, problems);
    return this.resolved(container, platform);
  }

  close(): void {
    this.ground.calls.close();
  }

  private resolved(image: string, platform: Platform): Promise<string> {
    const key = fingerprintOf({ image, platform });
    const known = this.asked.get(key);
    if (known !== undefined && this.ground.clock.now() < known.goodUntil) return known.image;
    const began = this.ground.clock.now();
    const answer = this.ask(image, platform);
    const asked: Asked = { image: answer.then(({ targetImage }) => targetImage), goodUntil: Infinity };
    this.asked.set(key, asked);
    answer.then(
      ({ expires }) => (asked.goodUntil = this.goodUntil(began, expires)),
      // The next task asks again: what stood in the way may be gone.
      () => this.asked.delete(key),
    );
    return asked.image;
  }

  private async ask(image: string, platform: Platform): Promise<ContainerAnswer> {
    const { settings, layers, client, logger } = this.ground;
    const config = settings.fusion ? { config: await layers.of(platform) } : {};
    const answer = await client.provide({ image, platform, ...config });
    logger.debug(`Wave gives ${answer.targetImage} for ${image} (${platform}).`);
    return answer;
  }

  /** A task may wait long for room with the name it got: at least half of the name's life is to be left. */
  private goodUntil(began: number, expires: number | undefined): number {
    const { settings } = this.ground;
    if (settings.freeze) return Infinity;
    const life = expires === undefined ? Infinity : (expires - began) / 2;
    return began + Math.min(settings.cacheLife, life);
  }
}

function refused({ name }: ProcessDefinition, problems: readonly Problem[]): RequestError {
  return new RequestError(`Tasks of ${name} get no image from Wave. Correct what is listed.`, {
    code: 'IMAGE_UNSUPPORTED',
    problems,
  });
}

function noSuchPlatform(process: string, arch: string | undefined): Problem {
  return {
    code: 'IMAGE_UNSUPPORTED',
    path: `process ${process}, directive arch`,
    ...(arch === undefined ? {} : { found: arch }),
    message: 'must be linux/amd64 (x86_64) or linux/arm64 (aarch64): Fusion exists for no other',
    fix: "Write arch 'linux/amd64' or arch 'linux/arm64'.",
  };
}

function digestCannotChange(process: string, image: string): Problem {
  return {
    code: 'IMAGE_UNSUPPORTED',
    path: `process ${process}, directive container`,
    found: image,
    message: 'is named by its digest, and Wave adds Fusion to such an image only where it freezes it',
    fix:
      'Name it by a tag; or set wave.freeze = true and wave.build.repository; or, where it holds Fusion already, name it ' +
      'in fusion.preinstalled.',
  };
}
