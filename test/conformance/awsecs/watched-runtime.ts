import type {
  ContainerSpec,
  RunningContainer,
  SimulationRule,
  StartFailure,
  TaskRuntime,
} from '../../../local/index.js';
import {
  createSimulatedRuntime,
  type SimulatedRuntime,
} from '../../../local/runtime/simulated/simulated-runtime.js';
import type { Work } from '../../../conformance/index.js';
import type { Clock } from '../../../spi/index.js';

/** Longer than any test is patient. */
const FOR_EVER_MS = 10 * 3_600_000;

/** The simulated runtime, told of each task how it goes, and knowing which run. */
export class WatchedRuntime implements TaskRuntime {
  readonly description: string;
  /** ARNs of the tasks whose containers run. */
  readonly running = new Set<string>();
  private readonly rules: SimulationRule[] = [];
  private readonly simulated: SimulatedRuntime;

  constructor(clock: Clock, s3Root: string) {
    this.simulated = createSimulatedRuntime({ clock, log: () => undefined, s3Root });
    this.description = this.simulated.description;
  }

  /** Says how the task of this hash goes. */
  expect(work: Work, hash: string): void {
    this.rules.push({ match: { command: `*${hash.slice(2)}*` }, ...ruleOf(work) });
    this.simulated.simulate(this.rules, 'kit');
  }

  pull(image: string): ReturnType<TaskRuntime['pull']> {
    return this.simulated.pull(image, undefined);
  }

  async start(spec: ContainerSpec): Promise<RunningContainer | StartFailure> {
    const started = await this.simulated.start(spec);
    if (started.kind === 'started') {
      this.running.add(spec.taskArn);
      void started.exit.then(() => this.running.delete(spec.taskArn));
    }
    return started;
  }

  forget(taskId: string): Promise<void> {
    return this.simulated.forget(taskId);
  }

  close(): Promise<void> {
    return this.simulated.close();
  }
}

function ruleOf(work: Work): SimulationRule {
  switch (work.kind) {
    case 'exit':
      return { durationMs: work.afterMs, exitCode: work.status };
    case 'wait':
      return { durationMs: FOR_EVER_MS };
    case 'print':
      return { output: work.text.split('\n').slice(0, -1) };
    case 'signal':
      return { exitCode: 128 + work.signal };
    case 'exhaust-memory':
      return { outOfMemory: true };
  }
}
