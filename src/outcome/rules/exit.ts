import { lastWord, type EndEvidence } from '../evidence.js';
import { exitStatus, statusMeaning } from '../exit-status.js';
import type { RuleFamily } from './rule.js';

/** Statuses: ECS's, or those of `.exitcode` (exit-status.ts). */
export const exit: RuleFamily = {
  title: 'The command ended',
  rules: [
    {
      name: 'completed',
      sign: 'status 0',
      fact: 'facts §4, normal end',
      when: (end) => exitStatus(end) === 0,
      then: { kind: 'completed', reason: 'The command exited 0', alone: true, retry: 'never' },
    },
    {
      name: 'Fusion failed to read or write',
      sign: 'status 174',
      fact: 'facts/nextflow-contract.md §3.1, caveats (nf-core/mag 1089)',
      when: (end) => exitStatus(end) === 174,
      then: {
        kind: 'failed',
        code: 'FUSION_IO_FAILED',
        reason: 'Status 174: Fusion could not read or write a file',
        advice:
          'Look at .fusion.log in the work dir. Most often the disk of its cache is full: ask for more by disk, or use fewer and smaller files at a time.',
        retry: 'counted',
      },
    },
    {
      name: 'failed with a status that has a meaning',
      sign: 'status 126, 127, 130, 132, 134 to 137, 139, 141, 143, 255',
      fact: 'facts §4, SIGKILL; bash manual, EXIT STATUS; signal(7)',
      when: (end) => meaningOf(end) !== undefined,
      then: {
        kind: 'failed',
        code: 'EXIT_STATUS',
        reason: (end) => `Status ${exitStatus(end) ?? ''}: ${meaningOf(end)?.says ?? ''}`,
        advice: (end) => meaningOf(end)?.advice,
        retry: 'counted',
      },
    },
    {
      name: 'failed',
      sign: 'any other status',
      fact: 'facts §4, failure of process',
      when: (end) => exitStatus(end) !== undefined,
      then: {
        kind: 'failed',
        code: 'EXIT_STATUS',
        reason: reasonOfStatus,
        retry: 'counted',
      },
    },
  ],
};

function meaningOf(end: EndEvidence): ReturnType<typeof statusMeaning> {
  const status = exitStatus(end);
  return status === undefined ? undefined : statusMeaning(status);
}

/** Where ECS has words of its own, they follow; that an essential container exited tells nobody anything. */
function reasonOfStatus(end: EndEvidence): string {
  const reason = `The command ended with status ${exitStatus(end) ?? ''}`;
  const forgotten = lastWord(end)?.stopCode === undefined && end.task === undefined;
  return forgotten ? `${reason}, as its exit file says; ECS no longer knows the task` : reason;
}
