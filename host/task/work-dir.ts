import { joinUri } from '../storage/s3-uri.js';

/** Names of the work files, as Nextflow has them. */
export const WORK_FILES = {
  /** The wrapper the container starts. */
  run: '.command.run',
  /** The user's script. */
  script: '.command.sh',
  /** Empty; there once the wrapper has begun. */
  begin: '.command.begin',
  stdout: '.command.out',
  stderr: '.command.err',
  exitCode: '.exitcode',
  /** What the wrapper measured of the command. */
  metrics: '.command.trace',
} as const;

/** `<root>/ab/cdef...`: two levels, so that no folder holds more than 256 entries at its top. */
export function taskWorkDir(root: string, hash: string): string {
  return joinUri(root, hash.slice(0, 2), hash.slice(2));
}

/** `ab/cdef01`, as people see a task named. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 2)}/${hash.slice(2, 8)}`;
}
