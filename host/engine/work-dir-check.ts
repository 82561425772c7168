import { ConfigError, PreconditionError, type ConfigMap, type Problem } from '../../spi/index.js';
import { lookupString } from '../config/config-lookup.js';
import type { FileStore } from '../storage/file-store.js';
import { bucketOf, folderFaults, withoutTrailingSlash } from '../storage/s3-uri.js';
import type { Asker } from './asker.js';

/** The work dir of a run, and which of the two ways of giving one was used. */
export interface ChosenWorkDir {
  /** URI, without a slash at its end; empty where none is given. */
  readonly uri: string;
  readonly givenBy: '-work-dir' | 'workDir';
}

/** The option wins over the configuration. */
export function chooseWorkDir(option: string | undefined, config: ConfigMap): ChosenWorkDir {
  const uri = option ?? lookupString(config, 'workDir') ?? '';
  return { uri: withoutTrailingSlash(uri.trim()), givenBy: option === undefined ? 'workDir' : '-work-dir' };
}

/** What to say where no work dir is given; undefined where one is. */
export function refuseNoWorkDir(
  { uri }: ChosenWorkDir,
  { deed, giveWorkDir }: Asker,
): ConfigError | undefined {
  if (uri !== '') return undefined;
  const code = 'WORK_DIR_MISSING';
  return new ConfigError(`Cannot ${deed}: it has no work dir.`, {
    code,
    problems: [{ code, path: 'work dir', message: 'is not given', fix: giveWorkDir }],
  });
}

/** What is wrong with a work dir as it is written; undefined when nothing, or when none is given. */
export function refuseWorkDir({ uri, givenBy }: ChosenWorkDir): ConfigError | undefined {
  const faults = uri === '' ? [] : folderFaults(uri);
  if (faults.length === 0) return undefined;
  const code = 'STORAGE_UNSUPPORTED';
  const problems = faults.map((fault): Problem => ({
    code,
    path: 'work dir',
    found: uri,
    message: `${fault} (set by ${givenBy})`,
    fix: 'Give a place in S3, e.g. s3://my-bucket/work.',
  }));
  return new ConfigError('Cannot use the work dir: its name is wrong. Correct what is listed.', {
    code,
    problems,
  });
}

/**
 * Makes sure that the bucket is there: where it is not, every task would fail by itself, and only after it had
 * waited for a machine.
 * @throws PreconditionError WORK_DIR_UNUSABLE.
 */
export async function requireBucket({ uri, givenBy }: ChosenWorkDir, store: FileStore): Promise<void> {
  if ((await store.bucketExists(uri)) !== false) return;
  const bucket = bucketOf(uri) ?? uri;
  throw new PreconditionError(
    `Cannot use ${uri} as the work dir: there is no bucket "${bucket}". Give another by ${givenBy}, or create it: ` +
      `aws s3 mb s3://${bucket}`,
    { code: 'WORK_DIR_UNUSABLE' },
  );
}
