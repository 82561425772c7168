import type { TaskOutcome } from 'nf-awsecs/spi';
import type { MemoryTask } from './backend.js';

/** What the end of a task means. A kill has the last word, whatever else came to pass. */
export function outcomeOf(task: MemoryTask | 'gone', killed: boolean): TaskOutcome {
  if (killed)
    return { kind: 'killed', reason: 'The run stopped the task', evidence: {}, retry: { class: 'never' } };
  if (task === 'gone') {
    const reason = 'The backend no longer knows the task';
    return { kind: 'lost', reason, evidence: {}, retry: { class: 'counted' } };
  }
  const { status, reason = `The command exited ${status ?? 'without a status'}` } = task;
  return {
    ...verdict(task),
    reason,
    ...(status !== undefined && { exitStatus: status }),
    evidence: status === undefined ? {} : { status },
  };
}

/** Only an explicit 0 is a success: a task that never started has no status, and no error text either, maybe. */
function verdict({ startedAt, status, reason = '' }: MemoryTask): Pick<TaskOutcome, 'kind' | 'retry'> {
  if (startedAt === undefined) {
    const kind = reason.startsWith('Image not found') ? 'image-pull-failed' : 'failed-to-start';
    return { kind, retry: { class: 'counted' } };
  }
  if (reason === 'Machine taken away') {
    return { kind: 'interrupted', retry: { class: 'free', budget: 'interruptions', max: 5 } };
  }
  if (reason === 'Out of memory') return { kind: 'out-of-memory', retry: { class: 'counted' } };
  if (status === 0) return { kind: 'completed', retry: { class: 'never' } };
  return { kind: 'failed', retry: { class: 'counted' } };
}
