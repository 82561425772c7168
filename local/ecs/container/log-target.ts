import { type LogDelivery } from '../../logs/log-delivery.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { type EcsTask } from '../task/task.js';

/** Where a container's output goes. */
export interface LogTarget {
  readonly region: string;
  readonly group: string;
  /** `prefix/container-name/task-id` (facts §6a). */
  readonly stream: string;
}

/** The awslogs target of a container; `undefined` where its output is kept nowhere. */
export function logTarget(task: EcsTask, container: ContainerDefinition): LogTarget | undefined {
  const { logDriver, options } = container.logConfiguration ?? {};
  if (logDriver !== 'awslogs' || options === undefined) return undefined;
  return {
    region: options['awslogs-region'] ?? '',
    group: options['awslogs-group'] ?? '',
    stream: `${options['awslogs-stream-prefix'] ?? ''}/${container.name ?? ''}/${task.id}`,
  };
}

const failure = 'ResourceInitializationError: failed to initialize logging driver: ';

/** Drivers that deliver to where this cloud cannot; json-file keeps its file on the instance, where nobody looks. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['splunk', 'the local cloud reaches no Splunk'],
  ['awsfirelens', 'the local cloud runs no FireLens router'],
]);

/** Makes the group where asked to; answers why the driver cannot start, or `undefined` (facts §6a, no group). */
export function openLog(
  task: EcsTask,
  container: ContainerDefinition,
  logs: LogDelivery,
): string | undefined {
  const driver = container.logConfiguration?.logDriver ?? '';
  const why = elsewhere.get(driver);
  if (why !== undefined) return `${failure}${driver}: ${why}: use awslogs`;
  const target = logTarget(task, container);
  if (target === undefined) return undefined;
  const { overrides, definition } = task;
  // An empty one is what templates without the role leave behind.
  if ([overrides, definition.content].every(({ executionRoleArn = '' }) => executionRoleArn === '')) {
    return `${failure}no credentials: the task has no executionRoleArn, which awslogs needs`;
  }
  if (container.logConfiguration?.options?.['awslogs-create-group'] === 'true') {
    logs.ensureGroup(target.region, target.group);
  }
  return logs.hasGroup(target.region, target.group)
    ? undefined
    : `${failure}failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. (${target.group} in ${target.region})`;
}
