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
      fix: 'add to nextflow.config: wave { enabled = true }',
    });
  }
  if (!shared['fusion.enabled']) {
    problems.push({
      code: 'FUSION_REQUIRED',
      path: 'fusion.enabled',
      message: 'must be true: tasks read and write their S3 work dir through Fusion',
      fix: 'add to nextflow.config: fusion { enabled = true }',
    });
  }
  if (!/^s3:\/\/[^/]+/.test(workDir)) {
    problems.push({
      code: 'WORKDIR_NOT_S3',
      path: 'work dir',
      message: 'must be in S3: tasks on ECS share no other storage with this machine',
      found: workDir,
      fix: 'run with: -work-dir s3://<bucket>/work',
    });
  }
  return problems;
}
