import type { OutcomeKind } from '../../spi/index.js';
import { EvaluationFault } from '../lang/evaluation-fault.js';
import type { HostObject, Value } from '../lang/value.js';
import { directives } from './directives.js';
import { previousTrace } from './previous-trace.js';
import type { PreviousAttempt, TaskContext } from './task-context.js';

/** Java's largest int: Nextflow's exit status of what nobody knows. */
const UNKNOWN_EXIT = 2_147_483_647;

const members: Readonly<Record<string, (context: TaskContext) => Value>> = {
  attempt: ({ attempt }) => attempt,
  exitStatus: ({ previous }) => previous?.outcome.exitStatus ?? UNKNOWN_EXIT,
  previousException: ({ previous }) => (previous === undefined ? null : exception(previous)),
  previousTrace: ({ previous }) => (previous === undefined ? null : previousTrace(previous)),
  // Nextflow's own counts: the failures of the process, and those of the task.
  errorCount: ({ processErrors }) => processErrors,
  retryCount: ({ errorCount }) => errorCount,
  process: ({ process }) => process,
  name: ({ name }) => name,
  index: ({ index }) => index,
};

/** What closures of directives may look into: the names of `task`'s members. */
export const offeredToClosures: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['task', new Set([...Object.keys(members), ...directives.map(({ name }) => name)])],
]);

/**
 * `task` as a closure sees it.
 * @param directive The value of another directive of the process.
 */
export function taskObject(context: TaskContext, directive: (name: string) => Value): HostObject {
  return {
    title: 'task',
    member: (name) => (Object.hasOwn(members, name) ? (members[name]?.(context) ?? null) : directive(name)),
  };
}

/** The exceptions Nextflow has for such ends, as far as it has any. */
const EXCEPTIONS: Partial<Readonly<Record<OutcomeKind, string>>> = {
  failed: 'ProcessFailedException',
  'not-submitted': 'ProcessSubmitException',
  interrupted: 'CloudSpotTerminationException',
};

function exception({ outcome }: PreviousAttempt): HostObject {
  const name = EXCEPTIONS[outcome.kind] ?? 'ProcessException';
  const named: HostObject = {
    title: 'the class of task.previousException',
    member: (member) => {
      if (member === 'simpleName') return name;
      if (member === 'name') return `nextflow.exception.${name}`;
      throw new EvaluationFault(`a class has no ${member}`, 'It has simpleName and name');
    },
  };
  return {
    title: 'task.previousException',
    member: (member) => {
      if (member === 'message') return outcome.reason;
      if (member === 'class') return named;
      throw new EvaluationFault(
        `task.previousException has no ${member}`,
        'It has message and class.simpleName',
      );
    },
  };
}
