import type { LeftRun } from '../../../host/leftovers/leftovers.js';
import type { TaskOutcome } from '../../../spi/index.js';
import type {
  KnownTask,
  ProcessProgress,
  RunInfo,
  RunReporter,
  TaskView,
} from '../../../host/engine/run-api.js';

/** Keeps what a run told, one line for each event. */
export class RecordingReporter implements RunReporter {
  readonly lines: string[] = [];
  readonly outputs: string[] = [];
  readonly views: TaskView[] = [];
  info: RunInfo | undefined;
  last: readonly ProcessProgress[] = [];
  onSubmitted: (() => void) | undefined;

  started(run: RunInfo): void {
    this.info = run;
    this.lines.push('started');
  }

  progress(processes: readonly ProcessProgress[]): void {
    this.last = processes;
  }

  cached(task: TaskView): void {
    this.views.push(task);
    this.lines.push(`cached ${task.name}`);
  }

  submitted(task: TaskView): void {
    this.views.push(task);
    this.lines.push(`submitted ${task.name}`);
    this.onSubmitted?.();
  }

  completed(task: TaskView, outcome: TaskOutcome): void {
    this.lines.push(`completed ${task.name}: ${outcome.kind}`);
  }

  ignored(task: KnownTask, outcome: TaskOutcome): void {
    this.lines.push(`ignored ${task.name}: ${outcome.kind}`);
  }

  finishing(task: KnownTask, outcome: TaskOutcome, waiting: number): void {
    this.lines.push(`finishing ${task.name}: ${outcome.kind}, ${waiting} waited for`);
  }

  failed(task: KnownTask, { reason }: TaskOutcome): void {
    this.lines.push(`failed ${task.name}: ${reason}`);
  }

  retried(task: TaskView, outcome: TaskOutcome, count: number, max: number): void {
    this.lines.push(`retried ${task.name}: ${outcome.kind} ${count}/${max}`);
  }

  resubmitted(task: TaskView, outcome: TaskOutcome, count: number, max: number): void {
    this.lines.push(`resubmitted ${task.name}: ${outcome.kind} ${count}/${max}`);
  }

  output(text: string): void {
    this.outputs.push(text);
  }

  leftBehind(runs: readonly LeftRun[]): void {
    for (const { runName, tasks } of runs) this.lines.push(`left behind by ${runName}: ${tasks}`);
  }

  sweeping(stopped: number, total: number): void {
    this.lines.push(`sweeping ${stopped}/${total}`);
  }

  stopping(stopped: number, total: number): void {
    this.lines.push(`stopping ${stopped}/${total}`);
  }
}
