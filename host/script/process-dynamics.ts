import { ConfigError, type ConfigMap, type Problem, type ProcessDefinition } from '../../spi/index.js';
import type { TaskDynamics } from '../engine/task-order.js';
import type { DirectiveSet } from './directive-set.js';
import { DynamicValue } from './dynamic-value.js';
import type { FailurePolicy } from './failure-policy.js';
import { hasFailureDirectives, readDefinition, readPolicy } from './process-definition.js';
import type { TaskContext } from './task-context.js';

/** A process whose attempts may differ, or which says what is to be done about failures. */
export class ProcessDynamics implements TaskDynamics {
  private constructor(
    private readonly process: string,
    private readonly set: DirectiveSet,
    private readonly config: ConfigMap,
  ) {}

  /** Nothing where every attempt is as the first, and the default policy holds. */
  static of(process: string, set: DirectiveSet, config: ConfigMap): ProcessDynamics | undefined {
    const dynamic = [...set.values()].some((writings) =>
      writings.some(({ value }) => value instanceof DynamicValue),
    );
    return dynamic || hasFailureDirectives(set) ? new ProcessDynamics(process, set, config) : undefined;
  }

  definitionFor(context: TaskContext): ProcessDefinition {
    const read = readDefinition(this.process, this.set, context, this.config);
    if ('definition' in read) return read.definition;
    const { attempt, name } = context;
    return refuse(`Cannot go on with attempt ${attempt} of task ${name}`, read.problems);
  }

  policyFor(context: TaskContext): FailurePolicy {
    const read = readPolicy(this.set, context);
    if ('policy' in read) return read.policy;
    const { attempt, name } = context;
    return refuse(`Cannot tell what follows on attempt ${attempt} of task ${name}`, read.problems);
  }

  /**
   * What is wrong with what would be done about a failure: asked of one that never happened, before there is any.
   * @param definition what it would have asked for.
   */
  policyProblems(definition: ProcessDefinition): readonly Problem[] {
    const read = readPolicy(this.set, sampleFailure(definition));
    return 'problems' in read ? read.problems : [];
  }
}

/** The first attempt at the first task of a process. */
export function firstAttempt(process: string): TaskContext {
  return {
    process,
    name: process,
    index: 1,
    attempt: 1,
    errorCount: 0,
    processErrors: 0,
    interruptions: 0,
  };
}

/** A failure as a strategy might see it; everything that could be known of one is. */
function sampleFailure(definition: ProcessDefinition): TaskContext {
  const process = definition.name;
  const measures =
    'rss vmem peak_rss peak_vmem rchar wchar read_bytes write_bytes syscr syscw vol_ctxt inv_ctxt %cpu %mem';
  return {
    ...firstAttempt(process),
    errorCount: 1,
    processErrors: 1,
    previous: {
      outcome: {
        kind: 'failed',
        exitStatus: 1,
        reason: `Process ${process} terminated with an error exit status (1)`,
        evidence: {},
        retry: { class: 'counted' },
      },
      definition,
      trace: {
        task_id: 1,
        hash: '0'.repeat(32),
        native_id: '1',
        process,
        name: process,
        status: 'COMPLETED',
        exit: 1,
        attempt: 1,
        submit: 0,
        start: 1000,
        complete: 61_000,
        workdir: '/work',
        extra: Object.fromEntries(measures.split(' ').map((field) => [field, 1])),
      },
    },
  };
}

function refuse(failed: string, problems: readonly Problem[]): never {
  const what =
    problems.length === 1 ? 'a dynamic directive has' : `${problems.length} dynamic directives have`;
  throw new ConfigError(`${failed}: ${what} no usable value. Correct what is listed and run again.`, {
    code: 'DIRECTIVE_FAILED',
    problems,
  });
}
