import { fusionLayerPath } from './wave/fusion-layer.js';

/**
 * The settings that lead a run of a workflow engine to a cloud, nested as in a `nextflow.config`. They reach every
 * client as explicit values, so that nothing in the environment (profiles, endpoint variables, the switch that
 * ignores them) can lead it to AWS.
 */
// A type rather than an interface, so that it passes for any configuration.
export type RunSettings = {
  readonly aws: {
    readonly region: string;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly ecs: { readonly endpoint: string };
    readonly client: { readonly endpoint: string; readonly s3PathStyleAccess: true };
  };
  readonly wave: { readonly endpoint: string };
  readonly fusion: { readonly containerConfigUrl: string };
};

/** What the settings are made of. */
export interface CloudAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The settings of runs on the cloud at that address. */
export function runSettings({ endpoint, region, credentials }: CloudAddress): RunSettings {
  return {
    aws: {
      region,
      accessKey: credentials.accessKeyId,
      secretKey: credentials.secretAccessKey,
      ecs: { endpoint },
      client: { endpoint, s3PathStyleAccess: true },
    },
    wave: { endpoint },
    fusion: { containerConfigUrl: `${endpoint}${fusionLayerPath}` },
  };
}
