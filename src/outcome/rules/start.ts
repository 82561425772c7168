import { failedToStart } from '../stop-signs.js';
import { mountAdvice } from './mount-advice.js';
import { startFailed, type RuleFamily } from './rule.js';

/** The container itself could not be made to run; the runtime's words are those of runc behind `exec:`. */
export const start: RuleFamily = {
  title: 'The container could not start',
  rules: [
    {
      name: 'no FUSE on the machine',
      sign: 'never started: `/dev/fuse`',
      fact: 'facts §14 no. 2; Docker, custom devices',
      when: startFailed(/\/dev\/fuse/),
      then: {
        kind: 'failed-to-start',
        code: 'FUSION_MOUNT_FAILED',
        reason: 'The container could not have the device Fusion mounts with',
        advice: mountAdvice,
        retry: 'never',
      },
    },
    {
      name: 'program of another architecture',
      sign: 'never started: `exec format error`',
      fact: 'facts §9, exec format error',
      when: startFailed(/exec format error/i),
      then: {
        kind: 'failed-to-start',
        code: 'IMAGE_PLATFORM',
        reason: 'The image was not built for the architecture of the machine',
        advice: "Use an image built for it, or say what the image is built for, e.g. arch 'linux/arm64'.",
        retry: 'never',
      },
    },
    {
      name: 'not allowed to start',
      sign: 'never started: `exec …: permission denied`, or `operation not permitted` there',
      fact: 'facts §4, docker create/start; runc, exec',
      when: startFailed(/\bexec\b.*(?:permission denied|operation not permitted)/i),
      then: {
        kind: 'failed-to-start',
        code: 'ENTRY_POINT_INVALID',
        reason: 'What the container should start may not be run',
        advice: "Make it executable in the image (chmod +x), for the image's user as well.",
        retry: 'never',
      },
    },
    {
      name: 'not given its privileges',
      sign: 'never started: `permission denied`, `operation not permitted` before anything is run',
      fact: 'facts §4, docker create/start; runc, container init',
      when: startFailed(/permission denied|operation not permitted/i),
      then: {
        kind: 'failed-to-start',
        code: 'START_FAILED',
        reason: 'The machine did not allow the container what it asks for',
        advice:
          'Ask for less by fusion.privileged or containerOptions (cap-add, device), or use other instances.',
        retry: 'never',
      },
    },
    {
      name: 'no Fusion in the image',
      sign: 'never started: `exec: "/usr/bin/fusion"`',
      fact: 'facts/nextflow-contract.md §3, without Wave',
      when: startFailed(/exec: "\/usr\/bin\/fusion"/),
      then: {
        kind: 'failed-to-start',
        code: 'FUSION_MISSING',
        reason: 'The image holds no Fusion',
        advice:
          'Let Wave add it (wave.enabled = true), and take the image out of fusion.preinstalled where it stands there.',
        retry: 'never',
      },
    },
    {
      name: 'no bash in the image',
      sign: 'never started: `exec: "bash"`, `"/bin/bash"`',
      fact: 'facts §9, the image needs bash',
      when: startFailed(/exec: "(?:\/usr)?(?:\/bin\/)?bash"/),
      then: {
        kind: 'failed-to-start',
        code: 'BASH_MISSING',
        reason: 'The image holds no bash',
        advice: 'Use an image with bash: every task is a bash script.',
        retry: 'never',
      },
    },
    {
      name: 'bad entry point',
      sign: 'never started: `executable file not found`, `exec: "…": stat`, `no command specified`',
      fact: 'facts §4, bad entrypoint; AGENT dockerapi/errors.go',
      when: startFailed(/executable file not found|exec: "[^"]+": stat|no command specified/),
      then: {
        kind: 'failed-to-start',
        code: 'ENTRY_POINT_INVALID',
        reason: 'The image lacks what the container should start',
        advice: 'Check the entry point and the command against what the image holds.',
        retry: 'never',
      },
    },
    {
      name: 'start disturbed',
      sign: 'never started: `AGENT`, `InternalError`, `Unexpected EC2`, `DockerTimeoutError`, `Rate exceeded`, `timeout`',
      fact: 'facts §3a, AGENT; §4, placement and runtime; facts/peers.md, ask 16',
      // A code, and written as such: "agent" in a sentence is none.
      when: startFailed(
        /\bAGENT\b|Unexpected EC2|InternalError|TimeoutError|[Tt]hrottl|Rate exceeded|toomanyrequests|timeout|timed out|deadline exceeded/,
      ),
      then: {
        kind: 'failed-to-start',
        code: 'START_DISTURBED',
        reason: 'ECS was disturbed while it started the task',
        advice: 'Run again: such a failure passes by itself.',
        retry: 'disturbances',
      },
    },
    {
      name: 'failed to start',
      sign: '`TaskFailedToStart` with any other words, or the agent’s prefix where ECS gives no code',
      fact: 'facts §4, docker create/start; containers-roadmap 1565',
      when: failedToStart,
      then: {
        kind: 'failed-to-start',
        code: 'START_FAILED',
        reason: 'The task failed to start',
        advice: 'Check the image (it needs bash), the roles and the log group that the reason names.',
        retry: 'counted',
      },
    },
  ],
};
