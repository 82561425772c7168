import { type Clock } from '../../clock.js';
import { errorText } from '../../error-text.js';
import { SayOnce } from '../say-once.js';
import { shuttingDown } from '../start-failure.js';
import { type TaskFolders } from '../task-folders.js';
import { probeNotFound, probeTimedOut } from '../probe-code.js';
import { StartsUnderWay } from '../starts-under-way.js';
import {
  type ContainerSpec,
  type PulledImage,
  type RegistryCredentials,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from '../task-runtime.js';
import { TaskVolumes } from '../task-volumes.js';
import { createBody } from './create-body.js';
import { EngineContainer } from './engine-container.js';
import { EngineError } from './engine-error.js';
import { type FoundEngine } from './find-engine.js';
import { ImagePulls } from './image-pulls.js';
import { ownerLabels, removeLeftovers } from './leftovers.js';

export interface ContainerRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly dataDir: string;
  /** The folder that holds the buckets; containers see it at `/fusion/s3`. */
  readonly s3Root: string;
  readonly folders: TaskFolders;
}

/**
 * Runs a task's containers in a container engine, with their image, limits and settings. Begins by removing what a
 * cloud that died has left in the engine.
 */
export function createContainerRuntime(found: FoundEngine, deps: ContainerRuntimeDeps): TaskRuntime {
  const sweep = removeLeftovers(found.engine, deps.log);
  return new ContainerRuntime(found, deps, sweep);
}

class ContainerRuntime implements TaskRuntime {
  private readonly running = new Set<EngineContainer>();
  private readonly starts = new StartsUnderWay();
  /** Containers that have been started of each task that has not been forgotten. */
  private readonly started = new Map<string, Set<string>>();
  private readonly told: SayOnce;
  private readonly pulls: ImagePulls;
  private readonly volumes: TaskVolumes;
  private closed = false;

  constructor(
    private readonly found: FoundEngine,
    private readonly deps: ContainerRuntimeDeps,
    private readonly sweep: Promise<void>,
  ) {
    this.told = new SayOnce(deps.log);
    this.pulls = new ImagePulls(found.engine);
    this.volumes = new TaskVolumes(deps.dataDir, () => deps.folders.own(), deps.log);
  }

  get description(): string {
    return this.found.description;
  }

  pull(
    image: string,
    architecture: 'X86_64' | 'ARM64' | undefined,
    credentials?: RegistryCredentials,
  ): Promise<PulledImage | StartFailure> {
    return this.pulls.get(image, architecture, credentials);
  }

  /** A bridge has a loopback of its own. */
  reachesHost(networkMode: ContainerSpec['networkMode']): boolean {
    return networkMode === 'host' || this.found.traits.awsvpc === 'host';
  }

  start(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    return this.starts.follow(this.tryStart(container));
  }

  async forget(taskId: string): Promise<void> {
    this.started.delete(taskId);
    await this.volumes.forget(taskId);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.starts.settled();
    for (const container of this.running) container.stop('SIGKILL');
    await Promise.all([...this.running].map(({ exit }) => exit));
    await this.sweep;
    // Pulls on their way, and nothing else any more.
    this.found.engine.close();
    await this.deps.folders.close();
  }

  private async tryStart(spec: ContainerSpec): Promise<RunningContainer | StartFailure> {
    if (this.closed) return shuttingDown;
    this.tell(spec);
    try {
      const mounts = await this.volumes.bind(spec.taskId, spec.mounts);
      if ('kind' in mounts) return mounts;
      const files = { s3Root: this.deps.s3Root, standIn: await this.deps.folders.standIn(), mounts };
      const body = createBody(spec, this.found.traits, files, await ownerLabels());
      const container = await EngineContainer.start(
        body,
        { line: spec.output, terminal: spec.settings.pseudoTerminal === true },
        { engine: this.found.engine, clock: this.deps.clock, log: this.deps.log },
      );
      return 'kind' in container ? container : this.keep(container);
    } catch (error) {
      return { kind: 'failed', reason: `CannotCreateContainerError: ${errorText(error)}` };
    }
  }

  private keep(container: EngineContainer): RunningContainer {
    this.running.add(container);
    void container.exit.then(() => this.running.delete(container));
    return {
      kind: 'started',
      runtimeId: container.id,
      exit: container.exit,
      stop: (signal) => container.stop(signal),
      probe: (command, timeoutMs) => this.probe(container, command, timeoutMs),
    };
  }

  /** What was too slow goes on in the container until that ends: an engine cannot end it. */
  private async probe(
    container: EngineContainer,
    command: readonly string[],
    timeoutMs: number,
  ): Promise<number> {
    try {
      return await this.found.engine.run(container.id, command, timeoutMs);
    } catch (error) {
      // As `timeout` and a shell would put it.
      return EngineError.of(error).status === undefined ? probeTimedOut : probeNotFound;
    }
  }

  private tell(spec: ContainerSpec): void {
    const { user, awsvpc } = this.found.traits;
    if (user !== undefined && spec.settings.user === undefined) {
      this.told.say(
        `containers without a user of their own run as ${user}, so that what they write below the data folder can be removed`,
      );
    }
    if (spec.gpus > 0) this.told.say('containers of this engine get no GPUs. Tasks run without.');
    if (awsvpc === 'host' && spec.networkMode === 'awsvpc') {
      this.told.say('the container engine has no bridge network: awsvpc tasks share the network of the host');
    }
    const names = this.started.get(spec.taskId) ?? new Set();
    this.started.set(spec.taskId, names.add(spec.name));
    if (names.size > 1 && (spec.taskCpu !== undefined || spec.taskMemoryMiB !== undefined)) {
      // A common parent cgroup is the engine's to make, and its API has no limits for one.
      this.told.say("in a task of several containers each may use the task's whole cpu and memory");
    }
    if (spec.settings.pidMode === 'task' && names.size > 1) {
      this.told.say("pidMode 'task' is not given: each container sees its own processes only");
    }
  }
}
