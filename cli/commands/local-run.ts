import type { ConfigOverride } from '../../host/index.js';
import type { RuntimeChoice } from '../../local/index.js';
// Not by way of host/index.js: help would wait for the AWS SDK.
import { bucketOf } from '../../host/storage/s3-uri.js';
import type { RunningCloud } from './services.js';

/** The cloud that `nf-awsecs run -local` asks for. */
export interface LocalRun {
  readonly runtime: RuntimeChoice;
  /** A file, as typed. */
  readonly scenario?: string;
  /** A file, as typed. */
  readonly secrets?: string;
}

/** Where the local cloud keeps its files, in the current folder: people look at task files there. */
export const localDataDir = '.nf-awsecs/local';

/** The folder, from the current one, that `s3://` is for a run's own cloud. */
export const localFiles = `${localDataDir}/s3`;

/** The buckets of a run's own cloud: the quickstart's, and that of its work dir, so that own pipelines just work. */
export function localBuckets(workDir: string | undefined): string[] {
  const own = workDir === undefined ? undefined : bucketOf(workDir.trim());
  return [...new Set(['my-bucket', ...(own === undefined ? [] : [own])])];
}

/** The folder, from the current one, that an `s3://` URI of a run's own cloud is. It stays when the cloud ends. */
export function localFolder(uri: string): string {
  return uri.replace(/^s3:\//, localFiles);
}

/** Leaving by a second Ctrl-C waits this many milliseconds at most for the local cloud to end its processes. */
export const cloudPatience = 3000;

/** The settings that tie a run to a local cloud, as options of the command line. */
export function localOverrides(cloud: Pick<RunningCloud, 'settings'>): ConfigOverride[] {
  return overridesOf(cloud.settings(), []);
}

type Settings = { readonly [name: string]: ConfigOverride['value'] | Settings };

function overridesOf(settings: Settings, above: readonly string[]): ConfigOverride[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const path = [...above, name];
    return typeof value === 'object' ? overridesOf(value, path) : [{ path: path.join('.'), value }];
  });
}
