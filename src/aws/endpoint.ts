import { DescribeClustersCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { PreconditionError } from '../../spi/index.js';
import { token } from '../di/token.js';

/** Where calls to ECS really go, once settings, environment and profile have been weighed. */
export interface EcsEndpoint {
  /** @throws PreconditionError (REGION_MISSING) where no region is set anywhere. */
  region(): Promise<string>;
  /** True when the endpoint is this machine. */
  isLoopback(): Promise<boolean>;
}

export const EcsEndpoint = token<EcsEndpoint>('EcsEndpoint');

/** Asks the SDK's own resolution, so that nothing is guessed about `AWS_ENDPOINT_URL*` and profiles. */
export class SdkEcsEndpoint implements EcsEndpoint {
  constructor(private readonly client: ECSClient) {}

  async region(): Promise<string> {
    try {
      return await this.client.config.region();
    } catch (cause) {
      throw new PreconditionError(
        "No AWS region is set: neither the configuration, nor AWS_REGION, nor the profile names one. Add to nextflow.config: aws { region = 'us-east-1' }",
        { code: 'REGION_MISSING', cause },
      );
    }
  }

  async isLoopback(): Promise<boolean> {
    const { url } = await getEndpointFromInstructions({}, DescribeClustersCommand, this.client.config, {});
    return isLoopbackHost(url.hostname);
  }
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
