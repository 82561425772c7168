import { type Clock } from '../../clock.js';
import { fusionPath } from '../fusion-stand-in.js';
import { TaskFolders } from '../task-folders.js';
import { type ContainerSpec, type TaskRuntime } from '../task-runtime.js';
import { type Confinement, type Plan, type TaskFiles } from './confinement.js';
import { HostRuntime, type Launch } from './host-runtime.js';
import { processEnvironment } from './process-environment.js';

export interface ProcessRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Scratch folders and the Fusion stand-in go below `<dataDir>/runtime`. */
  readonly dataDir: string;
  /** The folder that holds the buckets; tasks see it as `NXF_FUSION_MOUNT`. */
  readonly s3Root: string;
  /** The search path of tasks, usually the host's own PATH. */
  readonly path: string;
  /** Starts one process; for tests. */
  readonly launch?: Launch;
}

/** Runs a task's containers as plain processes of this machine. Nothing is isolated and no image is pulled. */
export function createProcessRuntime(deps: ProcessRuntimeDeps): TaskRuntime {
  const folders = new TaskFolders(deps.dataDir, deps.log);
  return new HostRuntime(unconfined(deps), { ...deps, folders });
}

function unconfined({ path, s3Root }: ProcessRuntimeDeps): Confinement {
  return {
    description: 'plain processes of this machine',
    notice:
      'tasks run as plain processes of this machine: images are not pulled, nothing is isolated, cpu and memory are not limited',
    lacks: lackedByProcess,
    plan: (container, files) => Promise.resolve(plainPlan(container, files, { path, s3Root })),
    // Scratch goes with each container; there are no volumes.
    forget: () => Promise.resolve(),
  };
}

/** Nothing can be mounted without the rights of root, or at a place that only one task sees. */
function lackedByProcess({ containerSettings, mounts, workingDirectory }: ContainerSpec): readonly string[] {
  const lacks = new Set(containerSettings);
  if (mounts.length > 0) lacks.add('mountPoints');
  if (workingDirectory !== undefined) lacks.add('workingDirectory');
  return [...lacks];
}

function plainPlan(
  container: ContainerSpec,
  { scratch, standIn }: TaskFiles,
  { path, s3Root }: Pick<ProcessRuntimeDeps, 'path' | 's3Root'>,
): Plan {
  const [command = '', ...args] = [...container.entryPoint, ...container.command];
  const common = {
    folder: scratch,
    environment: processEnvironment(container.environment, {
      path,
      scratch,
      fusionMount: s3Root,
      mark: scratch,
    }),
    mark: scratch,
  };
  return {
    ...common,
    // Given to sh rather than executed: the data folder may be mounted without permission to execute.
    ...(command === fusionPath ? { command: '/bin/sh', args: [standIn, ...args] } : { command, args }),
    output: container.output,
    beside: ([probe = '', ...rest]) => beside(common, probe, rest),
  };
}

/** Without a mark: the end of a probe must not end what the task itself left its group with. */
function beside(
  { folder, environment }: Pick<Plan, 'folder' | 'environment'>,
  command: string,
  args: readonly string[],
): ReturnType<Plan['beside']> {
  return { folder, environment, command, args, output: () => undefined };
}
