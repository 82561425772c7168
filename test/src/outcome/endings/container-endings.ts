import { ecsTask } from '../../aws-builders.js';
import { counted, disturbance, failedStart, never, reason, type Ending } from './ending.js';

const oci =
  'CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process:';

interface ContainerCase {
  readonly title: string;
  readonly words: string;
  readonly fact: string;
  readonly rule: string;
  readonly code: string;
  readonly retry: Ending['outcome']['retry'];
}

const entry = { rule: 'bad entry point', code: 'ENTRY_POINT_INVALID', retry: never };
const forbidden = { rule: 'not allowed to start', code: 'ENTRY_POINT_INVALID', retry: never };
const bash = { rule: 'no bash in the image', code: 'BASH_MISSING', retry: never };
const passing = { rule: 'start disturbed', code: 'START_DISTURBED', retry: disturbance };
const unknown = { rule: 'failed to start', code: 'START_FAILED', retry: counted };
const bad = 'facts §4, bad entrypoint';

const cases: readonly ContainerCase[] = [
  {
    title: 'a device that is not there',
    fact: 'facts §14 no. 2; Docker, custom devices',
    rule: 'no FUSE on the machine',
    code: 'FUSION_MOUNT_FAILED',
    retry: never,
    words:
      'CannotStartContainerError: Error response from daemon: error gathering device information while adding custom device "/dev/fuse": no such file or directory',
  },
  {
    title: 'a program of another architecture',
    fact: 'facts §9, exec format error',
    rule: 'program of another architecture',
    code: 'IMAGE_PLATFORM',
    retry: never,
    words: `${oci} exec /usr/bin/fusion: exec format error`,
  },
  {
    ...forbidden,
    title: 'a program that may not be run',
    fact: bad,
    words: `${oci} exec: "/opt/tool": permission denied: unknown`,
  },
  {
    ...forbidden,
    title: 'a program that the kernel refuses',
    fact: bad,
    words: `${oci} exec /opt/tool: operation not permitted: unknown`,
  },
  {
    title: 'a container that is refused its capabilities',
    rule: 'not given its privileges',
    code: 'START_FAILED',
    retry: never,
    fact: bad,
    words: `${oci} unable to apply caps: operation not permitted: unknown`,
  },
  {
    title: 'a capability that is not given',
    rule: 'not given its privileges',
    code: 'START_FAILED',
    retry: never,
    fact: bad,
    words: `${oci} error during container init: operation not permitted: unknown`,
  },
  {
    title: 'an image without Fusion',
    fact: 'facts/nextflow-contract.md §3, without Wave',
    rule: 'no Fusion in the image',
    code: 'FUSION_MISSING',
    retry: never,
    words: `${oci} exec: "/usr/bin/fusion": stat /usr/bin/fusion: no such file or directory: unknown`,
  },
  {
    ...bash,
    title: 'an image without bash',
    fact: 'facts §9, the image needs bash',
    words: `${oci} exec: "bash": executable file not found in $PATH: unknown`,
  },
  {
    ...bash,
    title: 'an image without bash at its place',
    fact: 'facts §9, the image needs bash',
    words: `${oci} exec: "/bin/bash": stat /bin/bash: no such file or directory: unknown`,
  },
  {
    ...bash,
    title: 'an image without bash at its other place',
    fact: 'facts §9, the image needs bash',
    words: `${oci} exec: "/usr/bin/bash": stat /usr/bin/bash: no such file or directory: unknown`,
  },
  {
    ...entry,
    title: 'an entry point that is not in the image',
    fact: bad,
    words: `${oci} exec: "tool": executable file not found in $PATH: unknown`,
  },
  {
    ...entry,
    title: 'an entry point whose path is wrong',
    fact: bad,
    words: `${oci} exec: "/opt/tool": stat /opt/tool: no such file or directory: unknown`,
  },
  {
    ...entry,
    title: 'an image without a command',
    fact: bad,
    words: 'CannotCreateContainerError: Error response from daemon: no command specified',
  },
  {
    ...passing,
    title: 'an agent that was away',
    fact: 'facts §3a, AGENT',
    words: 'AGENT',
  },
  {
    ...passing,
    title: 'an error of EC2',
    fact: 'facts §4, placement (async)',
    words: 'Unexpected EC2 error while attempting to launch: please try later',
  },
  {
    ...passing,
    title: 'an error of ECS',
    fact: 'facts §4, placement (async)',
    words: 'InternalError: try later',
  },
  {
    ...passing,
    title: 'a runtime that was slow',
    fact: 'facts §4, runtime slow/failed',
    words: 'DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s',
  },
  {
    ...passing,
    title: 'a runtime that was slow, by its other name',
    fact: 'facts §4, runtime slow/failed; DG stopped-task-error-codes',
    words: 'ContainerRuntimeTimeoutError: Could not transition to running; <reason>',
  },
  {
    ...passing,
    title: 'a container whose state nobody could get in time',
    fact: 'DG cannot-start-container',
    words: 'CannotStartContainerError: failed to get container status: context deadline exceeded',
  },
  {
    ...passing,
    title: 'a call that was throttled',
    fact: 'facts §5; DG request-throttling',
    words: 'ThrottlingException: Rate exceeded',
  },
  {
    ...unknown,
    title: 'a start that fails in words nobody knows',
    fact: 'facts §4, docker create/start',
    words: 'CannotInspectContainerError: Something that AWS has never said before',
  },
  {
    ...unknown,
    title: 'an agent that is only spoken of',
    fact: 'facts §3a, AGENT',
    words: 'CannotStartContainerError: the user agent string is invalid',
  },
];

/** A container that ran and ended before its wrapper could write `.exitcode`; its log is all there is. */
function said(line: string, exitCode = 1): Ending['evidence'] {
  return {
    task: ecsTask({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      startedAt: 1_000,
      containers: [{ name: 'main', exitCode }],
    }),
    output: ['a line before', line, 'a line behind'],
  };
}

const denied = { rule: 'S3 denied', code: 'S3_DENIED', retry: never };
const unreadable = { rule: 'work dir not readable', code: 'S3_DENIED', retry: never };
const unmounted = { rule: 'Fusion could not mount', code: 'FUSION_MOUNT_FAILED', retry: never };
const noBash = { rule: 'no bash in the image, once started', code: 'BASH_MISSING', retry: never };
const silent = { rule: 'S3 did not answer', code: 'NETWORK_UNREACHABLE', retry: counted };
const contract = 'facts/nextflow-contract.md §3.1';
const issues = 'quickstart, Common Issues';

const logCases: readonly ContainerCase[] = [
  { ...denied, title: 'S3 that refuses', fact: issues, words: 'api error AccessDenied: Access Denied' },
  {
    ...denied,
    title: 'S3 that refuses by a status',
    fact: issues,
    words: 'operation error S3: HeadObject, https response error StatusCode: 403, RequestID: X',
  },
  {
    ...denied,
    title: 'a task without a role',
    fact: `${issues}; facts §10, credentials`,
    words: 'no EC2 IMDS role found, operation error ec2imds: GetMetadata',
  },
  {
    ...denied,
    title: 'a task without a role, in the words of the AWS CLI',
    fact: `${issues}; facts §10, credentials`,
    words: 'fatal error: Unable to locate credentials',
  },
  {
    ...silent,
    title: 'S3 that does not answer',
    fact: `${issues}; facts §2c`,
    words: 'Head "https://my-bucket.s3.us-east-1.amazonaws.com/": dial tcp 52.216.1.1:443: i/o timeout',
  },
  {
    ...silent,
    title: 'S3 whose name nobody knows',
    fact: `${issues}; facts §2c`,
    words: 'fusion: lookup my-bucket.s3.amazonaws.com: no such host',
  },
  {
    ...unmounted,
    title: 'a mount that is not allowed',
    fact: `${contract}, privileges`,
    words: 'fusermount: mount failed: Operation not permitted',
  },
  {
    ...unmounted,
    title: 'a device that the container may not open',
    fact: `${contract}, privileges`,
    words: 'open /dev/fuse: permission denied',
  },
  {
    ...unmounted,
    title: 'a mount that never comes',
    fact: 'nextflow 4868',
    words: 'WRN timeout waiting for FUSE mount',
  },
  {
    ...denied,
    title: 'a task without a role, in the words of Fusion',
    fact: 'nextflow 4868',
    words: 'WRN using anonymous credentials to connect S3 region=us-east-1',
  },
  {
    ...unreadable,
    title: 'a work dir that is not there',
    fact: 'nextflow 4868',
    words: 'bash: .command.run: No such file or directory',
  },
  {
    ...unreadable,
    title: 'a work dir that is hidden',
    fact: `${contract}, Submit command`,
    words: 'bash: /fusion/s3/my-bucket/work/ab/c/.command.run: No such file or directory',
  },
  {
    ...unreadable,
    title: 'a work dir that is closed',
    fact: `${contract}, Submit command`,
    words: 'bash: /fusion/s3/my-bucket/work/ab/c/.command.run: Permission denied',
  },
  {
    ...unreadable,
    title: 'a work dir that fails',
    fact: `${contract}, Submit command`,
    words: 'bash: /fusion/s3/my-bucket/work/ab/c/.command.run: Input/output error',
  },
  {
    title: 'a program of another architecture, told by the log',
    fact: 'facts §9, exec format error',
    rule: 'program of another architecture, once started',
    code: 'IMAGE_PLATFORM',
    retry: never,
    words: 'exec /usr/bin/fusion: exec format error',
  },
  {
    ...noBash,
    title: 'an image without bash, told by Fusion',
    fact: 'facts §9, the image needs bash',
    words: 'exec: "bash": executable file not found in $PATH',
  },
  {
    ...noBash,
    title: 'an image without bash, told by a shell',
    fact: 'facts §9, the image needs bash',
    words: 'sh: 1: bash: not found',
  },
];

/** Containers that could not start, and those that ended before their wrapper was at work. */
export const containerEndings: readonly Ending[] = [
  ...cases.map(({ title, words, fact, rule, code, retry }) => ({
    title,
    fact,
    rule,
    code,
    evidence: { task: failedStart(words) },
    outcome: { kind: 'failed-to-start' as const, ...(retry !== undefined && { retry }) },
  })),
  ...logCases.map(({ title, words, fact, rule, code, retry }) => ({
    title,
    fact,
    rule,
    code,
    evidence: said(words),
    outcome: {
      kind: 'failed' as const,
      exitStatus: 1,
      logTail: ['a line before', words, 'a line behind'],
      ...(retry !== undefined && { retry }),
    },
  })),
  {
    title: 'a mount that is not allowed to a container without privileges',
    fact: `${contract}, privileges`,
    rule: 'Fusion could not mount',
    code: 'FUSION_MOUNT_FAILED',
    evidence: { ...said('fusermount: mount failed: Operation not permitted'), fusionPrivileged: false },
    outcome: { kind: 'failed', exitStatus: 1, retry: never },
  },
  {
    title: 'the same words of a command that ran: they are its own',
    fact: 'ADR 0009',
    rule: 'failed',
    code: 'EXIT_STATUS',
    evidence: { ...said('An error occurred (AccessDenied)'), exitFile: 1 },
    outcome: { kind: 'failed', exitStatus: 1, reason: 'Essential container in task exited', retry: counted },
  },
  {
    title: 'the same words of a task that completed',
    fact: 'facts §4, normal end',
    rule: 'completed',
    evidence: said('An error occurred (AccessDenied)', 0),
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    title: 'the same words of a task that somebody stopped',
    fact: 'facts §4, kill by StopTask',
    rule: 'stopped by someone else',
    code: 'TASK_STOPPED',
    evidence: {
      ...said('An error occurred (AccessDenied)'),
      task: reason('', 137, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }),
    },
    outcome: { kind: 'killed' },
  },
];
