import { ConfigError, PreconditionError, type ConfigMap, type Problem } from '../../spi/index.js';
import { lookupString } from '../config/config-lookup.js';
import type { FileStore } from '../storage/file-store.js';
import { bucketOf, folderFaults, withoutTrailingSlash } from '../storage/s3-uri.js';

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

/** What is wrong with a work dir as it is written; undefined when nothing. */
export function refuseWorkDir({ uri, givenBy }: ChosenWorkDir): ConfigError | undefined {
  if (uri === '') return noWorkDir();
  const problems = folderFaults(uri).map((fault): Problem => ({
    code: 'STORAGE_UNSUPPORTED',
    path: 'work dir',
    found: uri,
    message: `${fault} (set by ${givenBy})`,
    fix: FIX,
  }));
  if (problems.length === 0) return undefined;
  return new ConfigError('Cannot use the work dir. Correct what is listed.', {
    code: 'STORAGE_UNSUPPORTED',
    problems,
  });
}

/**
 * Makes sure that the bucket is there: where it is not, every task would fail by itself, and only after it had
 * waited for a machine.
 * @throws PreconditionError WORK_DIR_UNUSABLE.
 */
export async function requireBucket(workDir: string, store: FileStore): Promise<void> {
  if ((await store.bucketExists(workDir)) !== false) return;
  const bucket = bucketOf(workDir) ?? workDir;
  throw new PreconditionError(
    `Cannot use ${workDir} as the work dir: there is no bucket "${bucket}". Create it with ` +
      `\`aws s3 mb s3://${bucket}\`, or give another work dir by -work-dir.`,
    { code: 'WORK_DIR_UNUSABLE' },
  );
}

const FIX = 'run with: -work-dir s3://my-bucket/work (or set workDir in nextflow.config)';

function noWorkDir(): ConfigError {
  const problem: Problem = { code: 'WORK_DIR_MISSING', path: 'work dir', message: 'is not given', fix: FIX };
  return new ConfigError('Cannot run the pipeline.', { code: 'WORK_DIR_MISSING', problems: [problem] });
}
