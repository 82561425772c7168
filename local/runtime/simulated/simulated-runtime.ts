import { createHash } from 'node:crypto';
import { type Clock } from '../../clock.js';
import { globMatcher } from '../../glob.js';
import { shuttingDown } from '../start-failure.js';
import {
  type ContainerSpec,
  type PulledImage,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from '../task-runtime.js';
import { SimulatedContainer } from './simulated-container.js';
import { type SimulationRule } from './simulation-rule.js';
import { SimulationScript } from './simulation-script.js';
import { WrapperFiles } from './wrapper-files.js';

/** How long a pull takes. */
export interface PullRule {
  /** Glob; absent: every image. */
  readonly image?: string;
  /** Milliseconds of the clock. */
  readonly latencyMs: number;
}

export interface SimulatedRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** The folder that holds the buckets. */
  readonly s3Root: string;
  readonly rules?: readonly SimulationRule[];
  /** The first that matches; without one a pull takes no time. */
  readonly pulls?: readonly PullRule[];
  /** The same seed, the same times. Default `nf-awsecs`. */
  readonly seed?: string;
}

/** A runtime that runs nothing, told how its containers go. */
export interface SimulatedRuntime extends TaskRuntime {
  /**
   * Goes by these rules from the next container on.
   *
   * @throws RangeError naming every value that is out of range; then the rules stay as they were
   */
  simulate(rules: readonly SimulationRule[], seed: string): void;
}

/** @throws RangeError naming every value of the rules that is out of range */
export function createSimulatedRuntime(deps: SimulatedRuntimeDeps): SimulatedRuntime {
  const script = new SimulationScript(deps.rules ?? [], deps.seed ?? 'nf-awsecs');
  return new Simulation(script, deps);
}

class Simulation implements SimulatedRuntime {
  readonly description = 'simulated tasks: nothing is run';
  private readonly running = new Set<SimulatedContainer>();
  private readonly files: WrapperFiles;
  private readonly latency: (image: string) => number;
  private count = 0;
  private closed = false;

  constructor(
    private script: SimulationScript,
    private readonly deps: SimulatedRuntimeDeps,
  ) {
    this.files = new WrapperFiles(deps.s3Root, deps.log);
    this.latency = latencyBy(deps.pulls ?? []);
  }

  simulate(rules: readonly SimulationRule[], seed: string): void {
    this.script = new SimulationScript(rules, seed);
  }

  async pull(image: string): Promise<PulledImage> {
    const ms = this.latency(image);
    if (ms > 0) await new Promise<void>((resolve) => this.deps.clock.after(ms, resolve));
    return { kind: 'pulled', digest: `sha256:${createHash('sha256').update(image).digest('hex')}` };
  }

  /**
   * Every other container would be a process more: here ten thousand are a timer each. One without a command is as good
   * as any: on AWS its image has one (facts §9).
   */
  async start(spec: ContainerSpec): Promise<RunningContainer | StartFailure> {
    const line = [...spec.entryPoint, ...spec.command];
    if (this.closed) return shuttingDown;
    // Decided before anything is waited for: the order of starts decides what is drawn.
    const script = this.script.of(spec);
    const folder = await this.files.folderOf(line);
    if (folder !== undefined) await this.files.begin(folder);
    if (this.isClosed()) return shuttingDown;
    for (const text of script.output) spec.output(text);
    const leave = (code: number): Promise<void> =>
      folder === undefined ? Promise.resolve() : this.files.end(folder, code, script.output);
    const container = new SimulatedContainer(script, leave, this.deps.clock);
    this.running.add(container);
    void container.exit.then(() => this.running.delete(container));
    return {
      kind: 'started',
      runtimeId: `${spec.taskId}-${++this.count}`,
      exit: container.exit,
      stop: (signal) => container.signal(signal),
      probe: () => Promise.resolve(script.probeExitCode),
    };
  }

  /** There are no volumes. */
  forget(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.closed = true;
    const exits = [...this.running].map((container) => {
      container.signal('SIGKILL');
      return container.exit;
    });
    await Promise.all(exits);
  }

  /** Asked anew: it changes while a start waits. */
  private isClosed(): boolean {
    return this.closed;
  }
}

function latencyBy(rules: readonly PullRule[]): (image: string) => number {
  const prepared = rules.map(({ image = '*', latencyMs }) => ({ matches: globMatcher(image), latencyMs }));
  return (image) => prepared.find(({ matches }) => matches(image))?.latencyMs ?? 0;
}
