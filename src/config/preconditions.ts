import type { Problem } from '../../spi/index.js';
import type { SessionOptions } from './session-options.js';

/**
 * What must be switched on for tasks to see their work dir: Fusion mounts S3 inside the container, and Wave
 * puts Fusion into the image. ECS itself has no way to stage files.
 */
export function unmetPreconditions(
  workDir: string,
  shared: Pick<SessionOptions, 'wave.enabled' | 'fusion.enabled'>,
): Problem[] {
  const problems: Problem[] = [];
  if (!shared['wave.enabled']) {
    problems.push({
      code: 'WAVE_REQUIRED',
      path: 'wave.enabled',
      message: 'must be true: Wave puts Fusion into the images of the tasks',
      fix: 'Add to nextflow.config: wave { enabled = true }',
    });
  }
  if (!shared['fusion.enabled']) {
    problems.push({
      code: 'FUSION_REQUIRED',
      path: 'fusion.enabled',
      message: 'must be true: tasks read and write their S3 work dir through Fusion',
      fix: 'Add to nextflow.config: fusion { enabled = true }',
    });
  }
  return [...problems, ...workDirProblems(workDir)];
}

/** How a work dir is given is the engine's to know: by an option, a setting, or a program. */
function workDirProblems(workDir: string): Problem[] {
  const fix = 'Give a place in S3, e.g. s3://my-bucket/work.';
  if (workDir === '') return [{ code: 'WORK_DIR_MISSING', path: 'work dir', message: 'is not given', fix }];
  if (/^s3:\/\/[^/]+/.test(workDir)) return [];
  const message = 'must be in S3: tasks on ECS share no other storage with this machine';
  return [{ code: 'WORKDIR_NOT_S3', path: 'work dir', message, found: workDir, fix }];
}
