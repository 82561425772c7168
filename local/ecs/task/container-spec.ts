import { type ContainerSpec } from '../../runtime/task-runtime.js';
import { type ContainerDefinition, has } from '../definition/definition-shape.js';
import { gpuCount } from '../definition/task-size.js';
import { type EcsTask } from './task.js';

/** Settings only a container can have; a runtime of plain processes says that it goes without. */
const containerOnly = [
  'privileged',
  'user',
  'readonlyRootFilesystem',
  'ulimits',
  'linuxParameters',
  'systemControls',
  'interactive',
  'pseudoTerminal',
  'resourceRequirements',
];

/** Definition and overrides as the runtime gets them: an override replaces the command, environment is merged. */
export function containerSpec(
  task: EcsTask,
  container: ContainerDefinition,
  output: (line: string) => void,
): ContainerSpec {
  const name = container.name ?? '';
  const override = task.overrides.containerOverrides?.find((candidate) => candidate.name === name);
  const environment = [...(container.environment ?? []), ...(override?.environment ?? [])];
  return {
    taskId: task.id,
    taskArn: task.arn,
    name,
    image: container.image ?? '',
    networkMode: task.definition.content.networkMode === 'awsvpc' ? 'awsvpc' : 'host',
    cpuShares: override?.cpu ?? container.cpu ?? 0,
    mounts: [],
    settings: {},
    labels: {},
    entryPoint: container.entryPoint ?? [],
    command: override?.command ?? container.command ?? [],
    environment: Object.fromEntries(environment.map((entry) => [entry.name ?? '', entry.value ?? ''])),
    containerSettings: [
      ...containerOnly.filter((setting) => has(container, setting)),
      ...['pidMode', 'taskRoleArn'].filter((setting) => has(task.definition.content, setting)),
    ],
    gpus: gpuCount(override?.resourceRequirements ?? container.resourceRequirements ?? []),
    wanted: () => task.ending === undefined,
    output,
  };
}
