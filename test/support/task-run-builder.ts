import type { TaskRun } from '../../spi/index.js';

/** A task as the quickstart's HELLO would give it; what a test is about goes into `changes`. */
export function taskRun(changes: Partial<TaskRun> = {}): TaskRun {
  const id = changes.id ?? 1;
  const hash = id.toString(16).padStart(32, '0');
  return {
    id,
    name: `HELLO (${id})`,
    process: 'HELLO',
    hash,
    attempt: 1,
    interruptions: {},
    workDir: `s3://my-bucket/work/${hash.slice(0, 2)}/${hash.slice(2)}`,
    container: 'ubuntu:latest',
    directives: { others: {} },
    launch: {
      entryPoint: ['/usr/bin/fusion'],
      command: ['bash', `/fusion/s3/my-bucket/work/${hash.slice(0, 2)}/${hash.slice(2)}/.command.run`],
      environment: { FUSION_WORK: '/fusion/s3/my-bucket/work' },
    },
    prepare: () => Promise.resolve(),
    ...changes,
  };
}
