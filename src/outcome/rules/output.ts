import { exitStatus } from '../exit-status.js';
import { inOneLine, type EndEvidence } from '../evidence.js';
import { began } from '../stop-signs.js';
import { mountAdvice } from './mount-advice.js';
import { NO_WAY_OUT, OPEN_THE_WAY, TIMED_OUT } from './network-words.js';
import type { Rule, RuleFamily, Verdict } from './rule.js';

/**
 * Containers that ended before their wrapper could write `.exitcode`: what stopped them stands in their log and
 * nowhere else. Where the file is there, the command ran, and its words are its own.
 */
export const output: RuleFamily = {
  title: 'Told by the log, where the work dir holds no `.exitcode`',
  rules: [
    {
      name: 'Fusion could not mount',
      sign: 'log: `fusermount`, `/dev/fuse`, `fuse:`, `waiting for FUSE mount`, `mount failed`',
      fact: 'facts/nextflow-contract.md §3.1, privileges; facts §14 no. 2; nextflow 4868',
      ...logSays(/fusermount|\/dev\/fuse|\bfuse: |waiting for FUSE mount|failed to mount|mount failed/i, {
        kind: 'failed',
        code: 'FUSION_MOUNT_FAILED',
        reason: 'Fusion could not mount the work dir',
        advice: mountAdvice,
        retry: 'never',
      }),
    },
    {
      name: 'program of another architecture, once started',
      sign: 'log: `exec format error`',
      fact: 'facts §9, exec format error',
      ...logSays(/exec format error/i, {
        kind: 'failed',
        code: 'IMAGE_PLATFORM',
        reason: 'The image was not built for the architecture of the machine',
        advice: "Use an image built for it, or say what the image is built for, e.g. arch 'linux/arm64'.",
        retry: 'never',
      }),
    },
    {
      name: 'S3 denied',
      sign: 'log: `AccessDenied`, `anonymous credentials`, `403`, `Unable to locate credentials`, `ExpiredToken`',
      fact: 'quickstart, Common Issues; facts §10, credentials; nextflow 4868',
      ...logSays(
        /Access ?Denied|anonymous credentials|403 Forbidden|StatusCode: 403|unable to locate credentials|NoCredentialProviders|no EC2 IMDS role|failed to refresh cached credentials|InvalidAccessKeyId|ExpiredToken/i,
        denied('S3 refused the task its work dir'),
      ),
    },
    {
      name: 'S3 did not answer',
      sign: 'log: S3 or Fusion with `timeout`, `no such host`, `connection refused`',
      fact: 'quickstart, Common Issues, Network timeout; facts §2c, S3 over the task ENI',
      ...logSays(new RegExp(`(?:s3|amazonaws|fusion).*(?:${TIMED_OUT.source}|${NO_WAY_OUT.source})`, 'i'), {
        kind: 'failed',
        code: 'NETWORK_UNREACHABLE',
        reason: 'The task could not reach S3',
        advice: OPEN_THE_WAY,
        retry: 'counted',
      }),
    },
    {
      name: 'work dir not readable',
      sign: 'log: `.command.run: No such file`, `Permission denied`, `Input/output error`',
      fact: 'facts/nextflow-contract.md §3.1, Submit command; bash, a script that cannot be read',
      ...logSays(
        /\.command\.run: (?:No such file|Permission denied|Input\/output error)/,
        denied('The task could not read its work dir'),
      ),
    },
    {
      name: 'no bash in the image, once started',
      sign: 'log: `exec: "bash"`, `bash: executable file not found`',
      fact: 'facts §9, the image needs bash',
      ...logSays(/exec: "?bash"?|"?bash"?: (?:executable file )?not found/, {
        kind: 'failed',
        code: 'BASH_MISSING',
        reason: 'The image holds no bash',
        advice: 'Use an image with bash: every task is a bash script.',
        retry: 'never',
      }),
    },
  ],
};

/** Longer lines are cut: the whole log is elsewhere. */
const LINE_LENGTH = 300;

/** A missing and a wrong task role look the same from here. */
function denied(reason: string): Verdict & { readonly reason: string } {
  return {
    kind: 'failed',
    code: 'S3_DENIED',
    reason,
    advice:
      'Set aws.ecs.taskRole to a role that allows s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject, s3:DeleteObject and s3:PutObjectTagging on the work dir.',
    retry: 'never',
  };
}

/** The verdict, with the line that it rests on behind its reason. */
function logSays(words: RegExp, verdict: Verdict & { readonly reason: string }): Pick<Rule, 'when' | 'then'> {
  const line = (end: EndEvidence): string | undefined => end.output?.find((one) => words.test(one));
  return {
    when: (end) =>
      began(end) && end.exitFile === undefined && exitStatus(end) !== 0 && line(end) !== undefined,
    then: {
      ...verdict,
      alone: true,
      reason: (end) => `${verdict.reason}: ${inOneLine(line(end) ?? '').slice(0, LINE_LENGTH)}`,
    },
  };
}
