import {
  type ContainerExit,
  type ContainerSpec,
  type PulledImage,
  type RegistryCredentials,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from '../../../local/runtime/task-runtime.js';

/** One container the fake "runs": a test ends it when it likes. */
export interface FakeContainer {
  readonly spec: ContainerSpec;
  readonly signals: string[];
  end(exit: ContainerExit): void;
}

/** A runtime without processes. By default SIGTERM is ignored and SIGKILL ends with 137. */
export class FakeRuntime implements TaskRuntime {
  readonly description = 'a fake';
  readonly containers: FakeContainer[] = [];
  /** Ids of tasks whose volumes went. */
  readonly forgotten: string[] = [];
  readonly pulls: {
    readonly image: string;
    readonly architecture: string | undefined;
    readonly credentials: RegistryCredentials | undefined;
  }[] = [];
  /** Commands of health checks as they came. */
  readonly probes: (readonly string[])[] = [];
  /** Exit code of every health check. */
  health = 0;
  /** Set to make every pull fail. */
  pullRefusal: string | undefined;
  /** What every pull tells of its image. */
  digest: string | undefined;
  /** Set to make every start fail. */
  refusal: string | undefined;
  /** Set to hold starts until it resolves. */
  gate: Promise<void> | undefined;
  closed = false;
  /** Set where containers find the cloud at 127.0.0.1. */
  loopback = false;

  reachesHost(): boolean {
    return this.loopback;
  }

  async start(spec: ContainerSpec): Promise<RunningContainer | StartFailure> {
    await this.gate;
    if (this.refusal !== undefined) return { kind: 'failed', reason: this.refusal };
    const signals: string[] = [];
    let end: (exit: ContainerExit) => void = () => undefined;
    const exit = new Promise<ContainerExit>((resolve) => (end = resolve));
    this.containers.push({ spec, signals, end });
    return {
      kind: 'started',
      runtimeId: `fake-${this.containers.length}`,
      exit,
      stop: (signal) => {
        signals.push(signal);
        if (signal === 'SIGKILL') end({ exitCode: 137 });
      },
      probe: (command) => {
        this.probes.push(command);
        return Promise.resolve(this.health);
      },
    };
  }

  pull(
    image: string,
    architecture: string | undefined,
    credentials?: RegistryCredentials,
  ): Promise<PulledImage | StartFailure> {
    this.pulls.push({ image, architecture, credentials });
    if (this.pullRefusal !== undefined) {
      return Promise.resolve({ kind: 'failed', reason: this.pullRefusal });
    }
    return Promise.resolve({
      kind: 'pulled',
      ...(this.digest === undefined ? {} : { digest: this.digest }),
    });
  }

  forget(taskId: string): Promise<void> {
    this.forgotten.push(taskId);
    return Promise.resolve();
  }

  /** The container started last. */
  get last(): FakeContainer {
    const container = this.containers.at(-1);
    if (container === undefined) throw new Error('nothing was started');
    return container;
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
