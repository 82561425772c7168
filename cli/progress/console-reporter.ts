import type { KnownTask, ProcessProgress, RunInfo, RunReporter, TaskView } from '../../host/index.js';
import type { Clock, TaskOutcome } from '../../spi/index.js';
import {
  renderCached,
  renderFailed,
  renderFinishing,
  renderFurtherNotes,
  renderHeader,
  renderIgnored,
  renderResubmitted,
  renderRetried,
  renderSubmitted,
} from './render-lines.js';
import { type ProgressState, renderProgress } from './render-progress.js';
import type { Screen } from './screen.js';
import type { Style } from './style.js';

/** Where nothing is redrawn, thousands of stops are not worth thousands of lines: one in this many ms is. */
const stoppingInterval = 1000;
/** Notes on one process above progress that is redrawn: more of them would scroll everything else away. */
const liveNotes = 20;

/** Shows a run on the screen, and remembers which tasks the backend still has. */
export class ConsoleReporter implements RunReporter {
  private state: ProgressState = { processes: [] };
  private readonly alive = new Map<string, string>();
  /** Notes so far, by process. */
  private readonly notes = new Map<string, number>();
  private stoppingShownAt = -Infinity;

  constructor(
    private readonly screen: Screen,
    private readonly style: Style,
    private readonly version: string,
    private readonly clock: Clock,
  ) {}

  /** Native ids of the tasks that were submitted and have not come to an end. */
  unfinished(): readonly string[] {
    return [...this.alive.values()];
  }

  started(run: RunInfo): void {
    this.screen.print(renderHeader(run, this.version, this.style).join('\n'));
  }

  progress(processes: readonly ProcessProgress[]): void {
    this.show({ ...this.state, processes });
  }

  cached(task: TaskView): void {
    if (!this.screen.live) this.screen.print(renderCached(task, this.style));
  }

  submitted(task: TaskView): void {
    if (task.nativeId !== undefined) this.alive.set(task.workDir, task.nativeId);
    if (!this.screen.live) this.screen.print(renderSubmitted(task, this.style));
  }

  completed(task: TaskView): void {
    this.alive.delete(task.workDir);
  }

  ignored(task: KnownTask, outcome: TaskOutcome): void {
    if (task.workDir !== undefined) this.alive.delete(task.workDir);
    this.note(task, () => renderIgnored(task, outcome, this.style));
  }

  finishing(task: KnownTask, outcome: TaskOutcome, waiting: number): void {
    // Where nothing is waited for, the error report follows at once.
    if (waiting > 0) this.screen.print(renderFinishing(task, outcome, waiting, this.style));
  }

  failed(task: KnownTask, outcome: TaskOutcome): void {
    this.note(task, () => renderFailed(task, outcome, this.style));
  }

  retried(task: TaskView, outcome: TaskOutcome, count: number, max: number, delayMs: number): void {
    this.alive.delete(task.workDir);
    this.note(task, () => renderRetried(task, outcome, { count, max, delayMs }, this.style));
  }

  resubmitted(task: TaskView, outcome: TaskOutcome, count: number, max: number, delayMs: number): void {
    this.alive.delete(task.workDir);
    this.note(task, () => renderResubmitted(task, outcome, { count, max, delayMs }, this.style));
  }

  output(text: string): void {
    if (text !== '') this.screen.print(text);
  }

  stopping(stopped: number, total: number): void {
    if (total === 0) return;
    this.show({ ...this.state, stopping: { stopped, total } });
    if (this.screen.live) return;
    const now = this.clock.now();
    if (stopped < total && now - this.stoppingShownAt < stoppingInterval) return;
    this.stoppingShownAt = now;
    this.screen.print(`Stopping: ${stopped} of ${total} ${total === 1 ? 'task' : 'tasks'}`);
  }

  private note({ process }: KnownTask, render: () => string): void {
    const count = (this.notes.get(process) ?? 0) + 1;
    this.notes.set(process, count);
    if (!this.screen.live || count <= liveNotes) this.screen.print(render());
    else if (count === liveNotes + 1) this.screen.print(renderFurtherNotes(process, this.style));
  }

  private show(state: ProgressState): void {
    this.state = state;
    this.screen.draw(() => renderProgress(this.state, this.style));
  }
}
