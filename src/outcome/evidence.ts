import type { EcsTask } from '../aws/ecs-api.js';
import { CONTAINER_NAME } from '../request/task-definition.js';
import { timeSpanText } from '../config/time-span.js';
import type { Route } from '../submit/routed-task.js';
import type { Overrun } from '../watch/overrun.js';
import { timeBoundText } from '../watch/time-bound.js';

/** Our part in a task and its end. */
export interface OurPart {
  /** The run asked for the end. */
  readonly killed: boolean;
  /** We stopped it for this. */
  readonly overrun?: Overrun | undefined;
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
}

/** The container's own status as ECS reports it; absent if it never started or its host was lost. */
export function containerExit(task: EcsTask | undefined): number | undefined {
  return mainContainer(task)?.exitCode;
}

/** ECS's answer wins over the file: the file may be left from before the container was killed. */
export function exitStatus({ task, exitFile }: EndEvidence): number | undefined {
  return containerExit(task) ?? exitFile;
}

/** AWS's own words on the end, the container's before the task's where both speak. */
export function awsWords(task: EcsTask | undefined): string {
  const words = [task?.stoppedReason, mainContainer(task)?.reason].filter(
    (text) => text !== undefined && text !== '',
  );
  return [...new Set(words)].join(': ');
}

/** The facts behind a verdict, for the error report and the trace. */
export function evidenceOf(end: EndEvidence): Readonly<Record<string, string | number>> {
  const container = mainContainer(end.task);
  const facts = {
    stopCode: end.task?.stopCode,
    stoppedReason: end.task?.stoppedReason,
    containerReason: container?.reason,
    containerExit: container?.exitCode,
    exitFile: end.exitFile,
    limit: end.overrun && timeBoundText(end.overrun.bound),
    spent: end.overrun && timeSpanText(end.overrun.spent),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function mainContainer(task: EcsTask | undefined): EcsTask['containers'][number] | undefined {
  return task?.containers.find(({ name }) => name === CONTAINER_NAME);
}
