import { redact } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { timeSpanText } from '../config/time-span.js';
import { present } from '../present.js';
import { CONTAINER_NAME } from '../request/task-definition.js';
import type { Route } from '../submit/routed-task.js';
import type { Overrun } from '../watch/overrun.js';
import { timeBoundText } from '../watch/time-bound.js';

/** Our part in a task and its end. */
export interface OurPart {
  /** The run asked for the end. */
  readonly killed: boolean;
  /** We stopped it for this. */
  readonly overrun?: Overrun | undefined;
  /**
   * How it stood when this run took it over from an engine before it, which may have told it to end; absent where this
   * run submitted it.
   */
  readonly takenOver?: 'alive' | 'ending' | undefined;
  /** Where it was sent; absent where it was never taken. */
  readonly route?: Route | undefined;
}

/** All that a verdict on a task may rest on. */
export interface EndEvidence extends OurPart {
  /** Absent when ECS no longer knows the task. */
  readonly task: EcsTask | undefined;
  /** Content of `.exitcode`. */
  readonly exitFile: number | undefined;
  /** The last lines of its log, oldest first; absent where nobody looked, empty where it printed nothing. */
  readonly output?: readonly string[] | undefined;
  /** What ECS said of it when it last said anything; tells how far a task came that ECS has forgotten. */
  readonly lastSeen?: EcsTask | undefined;
  /** When the verdict is made, epoch milliseconds; absent where time plays no part. */
  readonly now?: number | undefined;
  /** `fusion.privileged` of the session; where absent, the default of true. */
  readonly fusionPrivileged?: boolean | undefined;
}

/** What ECS said last: a task that was forgotten while it stopped had told why already. */
export function lastWord({ task, lastSeen }: Pick<EndEvidence, 'task' | 'lastSeen'>): EcsTask | undefined {
  return task ?? lastSeen;
}

/** The container that runs the command; ECS may list its own beside it. */
export function mainContainer(task: EcsTask | undefined): EcsTask['containers'][number] | undefined {
  return task?.containers.find(({ name }) => name === CONTAINER_NAME);
}

/** The container's own status as ECS reports it; absent if it never started or its host was lost. */
export function containerExit(task: EcsTask | undefined): number | undefined {
  return mainContainer(task)?.exitCode;
}

/** AWS's own words on the end in one line, the task's before the container's where both speak. */
export function awsWords(task: EcsTask | undefined): string {
  const words = [task?.stoppedReason, mainContainer(task)?.reason].map((text = '') => inOneLine(text));
  return [...new Set(words)].filter((text) => text !== '').join(': ');
}

/** A text of others without credentials and line breaks; the agent joins the errors of its calls by them. */
export function inOneLine(text: string): string {
  return redact(text).replaceAll(/\s+/g, ' ').trim();
}

/** Milliseconds the task ran before it was stopped; undefined where it never started or nothing tells its end. */
export function ranFor(end: EndEvidence): number | undefined {
  const { startedAt, executionStoppedAt, stoppingAt, stoppedAt } = lastWord(end) ?? {};
  const until = executionStoppedAt ?? stoppingAt ?? stoppedAt ?? end.now;
  return startedAt === undefined || until === undefined ? undefined : until - startedAt;
}

/** The facts behind a verdict, for the error report and the trace. */
export function evidenceOf(end: EndEvidence): Readonly<Record<string, string | number>> {
  const task = lastWord(end);
  const container = mainContainer(task);
  const { stoppedReason } = task ?? {};
  return present({
    stopCode: task?.stopCode,
    stoppedReason: stoppedReason === undefined ? undefined : inOneLine(stoppedReason),
    containerReason: container?.reason === undefined ? undefined : inOneLine(container.reason),
    containerExit: container?.exitCode,
    exitFile: end.exitFile,
    lastStatus: end.task === undefined ? end.lastSeen?.lastStatus : undefined,
    limit: end.overrun && timeBoundText(end.overrun.bound),
    spent: end.overrun && timeSpanText(end.overrun.spent),
  });
}
