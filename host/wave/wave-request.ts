import { createHash } from 'node:crypto';
import type { ContainerConfig } from './container-config.js';
import type { Platform } from './platform.js';
import type { WaveSettings } from './wave-settings.js';

/** What is asked of Wave. */
export interface ImageWish {
  readonly image: string;
  readonly platform: Platform;
  readonly config?: ContainerConfig;
}

/**
 * The body of `POST /v1alpha2/container`, in JSON. Holds the access token.
 * @param timestamp ISO 8601.
 */
export function waveRequest(
  { image, platform, config }: ImageWish,
  { platform: who, freeze, buildRepository, cacheRepository }: WaveSettings,
  timestamp: string,
): string {
  return JSON.stringify({
    containerImage: image,
    containerPlatform: platform,
    containerConfig: config,
    freeze,
    buildRepository,
    cacheRepository,
    timestamp,
    fingerprint: fingerprintOf({ image, platform, ...(config === undefined ? {} : { config }) }),
    towerAccessToken: who.token,
    towerEndpoint: who.endpoint,
    towerWorkspaceId: who.workspaceId,
    workflowId: who.workflowId,
  });
}

/** 32 hexadecimal digits that are the same for the same wish, in any run. */
export function fingerprintOf({ image, platform, config }: ImageWish): string {
  return createHash('sha256')
    .update(JSON.stringify([image, platform, config ?? null]))
    .digest('hex')
    .slice(0, 32);
}
