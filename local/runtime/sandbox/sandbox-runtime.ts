import { type Clock } from '../../clock.js';
import { type Confinement } from '../process/confinement.js';
import { HostRuntime } from '../process/host-runtime.js';
import { TaskFolders } from '../task-folders.js';
import { type ContainerSpec, type TaskRuntime } from '../task-runtime.js';
import { TaskVolumes } from '../task-volumes.js';
import { type SandboxMachine } from './bubblewrap.js';
import { sandboxPlan } from './sandbox-plan.js';

export interface SandboxRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Scratch folders, volumes and the Fusion stand-in go below it. */
  readonly dataDir: string;
  /** The folder that holds the buckets; tasks see it at `/fusion/s3`. */
  readonly s3Root: string;
  /** The search path of tasks, usually the host's own PATH. */
  readonly path: string;
}

/** What of a container a sandbox has, by ECS's names; `linuxParameters` in part, see {@link lackedBySandbox}. */
const given = new Set(['mountPoints', 'volumesFrom', 'workingDirectory', 'linuxParameters']);

/** Runs a task's containers as processes in namespaces of their own, on the host's system, which they cannot write. */
export function createSandboxRuntime(machine: SandboxMachine, deps: SandboxRuntimeDeps): TaskRuntime {
  const folders = new TaskFolders(deps.dataDir, deps.log);
  return new HostRuntime(sandbox(machine, deps, folders), { ...deps, folders });
}

function sandbox(machine: SandboxMachine, deps: SandboxRuntimeDeps, folders: TaskFolders): Confinement {
  const volumes = new TaskVolumes(deps.dataDir, () => folders.own(), deps.log);
  return {
    description: 'sandboxed processes of this machine (bubblewrap)',
    notice:
      'tasks run in sandboxes on the system of this machine: images are not pulled, the network is shared, cpu and memory are not limited',
    lacks: lackedBySandbox,
    plan: async (container, { scratch, standIn }) => {
      const mounts = await volumes.bind(container.taskId, container.mounts);
      if ('kind' in mounts) return mounts;
      const files = { scratch, standIn, s3Root: deps.s3Root, mounts };
      return sandboxPlan(container, machine, files, deps);
    },
    forget: (taskId) => volumes.forget(taskId),
  };
}

function lackedBySandbox({ containerSettings, settings }: ContainerSpec): readonly string[] {
  return [
    ...containerSettings.filter((setting) => !given.has(setting)),
    ...(settings.capabilities === undefined ? [] : ['linuxParameters.capabilities']),
    ...(settings.devices === undefined ? [] : ['linuxParameters.devices']),
    ...(settings.initProcess === true ? ['linuxParameters.initProcessEnabled'] : []),
  ];
}
