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

const HASH_BEGINNING = /^(?:[0-9a-f]{2}\/[0-9a-f]{1,30}|[0-9a-f]{4,32})$/i;

/** Whether it can be meant as a task's hash or the beginning of one: `ab/c` and more of it, or at least four digits. */
export function isHashBeginning(text: string): boolean {
  return HASH_BEGINNING.test(text);
}
