import { readContainerConfig, type ContainerConfig } from './container-config.js';
import type { Platform } from './platform.js';
import type { WaveCalls } from './wave-calls.js';
import { notALayer } from './wave-failures.js';

/** Where Seqera describes the layers of Fusion that Nextflow adds too. */
const RELEASES: Readonly<Record<Platform, string>> = {
  'linux/amd64': 'https://fusionfs.seqera.io/releases/v2.6-amd64.json',
  'linux/arm64': 'https://fusionfs.seqera.io/releases/v2.6-arm64.json',
};

/** The descriptions of the Fusion layer, each fetched once. */
export class FusionLayers {
  private readonly fetched = new Map<string, Promise<ContainerConfig>>();

  /** @param url of the description for every platform; Seqera's releases where it is undefined. */
  constructor(
    private readonly calls: Pick<WaveCalls, 'send'>,
    private readonly url: string | undefined,
  ) {}

  /** @throws PreconditionError where it cannot be had or describes no layer; the next call then asks again. */
  of(platform: Platform): Promise<ContainerConfig> {
    const url = this.url ?? RELEASES[platform];
    const known = this.fetched.get(url);
    if (known !== undefined) return known;
    const fetching = this.fetch(url);
    this.fetched.set(url, fetching);
    fetching.catch(() => this.fetched.delete(url));
    return fetching;
  }

  private async fetch(url: string): Promise<ContainerConfig> {
    const errand = {
      deed: 'fetch the description of the Fusion layer',
      url,
      setting: 'fusion.containerConfigUrl',
      advice: 'Correct fusion.containerConfigUrl, or leave it out.',
    };
    const text = await this.calls.send({ method: 'GET', url }, errand);
    try {
      return readContainerConfig(text);
    } catch (error) {
      throw error instanceof RangeError ? notALayer(url, error.message) : error;
    }
  }
}
