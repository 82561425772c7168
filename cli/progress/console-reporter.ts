import type {
  KnownTask,
  LeftRun,
  ProcessProgress,
  RunInfo,
  RunReporter,
  TaskView,
} from '../../host/index.js';
import type { ResumePoint } from '../../host/resume/resume-point.js';
import type { Clock, TaskOutcome } from '../../spi/index.js';
import type { LeftTasks } from '../interruption/unfinished-words.js';
import { EndWait } from './end-wait.js';
import { renderLeftBehind, renderResumed, renderWaiting } from './render-endings.js';
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
const countInterval = 1000;
/** Notes on one process above progress that is redrawn: more of them would scroll everything else away. */
const liveNotes = 20;

/** What runs the run. */
export interface ReportingProgram {
  readonly version: string;
  /** Its command line, as `commandText` writes it. */
  readonly command: string;
}

/** Shows a run on the screen, and remembers which tasks the backend still has. */
export class ConsoleReporter implements RunReporter {
  private state: ProgressState = { processes: [] };
  /** By work dir. */
  private readonly alive = new Map<string, TaskView>();
  private readonly endWait: EndWait;
  private resumed: ((run: RunInfo) => readonly string[]) | undefined;
  private tasks = false;
  /** Notes so far, by process. */
  private readonly notes = new Map<string, number>();
  private countShownAt = -Infinity;

  constructor(
    private readonly screen: Screen,
    private readonly style: Style,
    private readonly own: ReportingProgram,
    private readonly clock: Clock,
  ) {
    this.endWait = new EndWait(clock, () => this.tellWaiting());
  }

  /** Tasks that were submitted and have not come to an end. */
  unfinished(): readonly TaskView[] {
    return [...this.alive.values()];
  }

  /** The same by numbers, for whoever does not wait for their end. */
  left(): LeftTasks {
    const tasks = this.alive.size;
    const { stopped, total } = this.state.stopping ?? { stopped: 0, total: tasks };
    return { tasks, told: Math.max(0, tasks - Math.max(0, total - stopped)) };
  }

  /** Whether a task was submitted, or an earlier run's taken as done: there is something to go on with. */
  get sawTasks(): boolean {
    return this.tasks;
  }

  /** The run goes on with a session: what is said of that stands below its header. */
  resumes(point: ResumePoint, isLocal: boolean): void {
    this.resumed = (run) => renderResumed(run, point, isLocal, this.style);
  }

  /** The end of the run is waited for; where that takes long, people are told for what. */
  ending(): void {
    this.endWait.news();
  }

  /** The run is over: nothing is drawn or told any more. */
  finish(): void {
    this.endWait.over();
    this.screen.finish();
  }

  started(run: RunInfo): void {
    const lines = [...renderHeader(run, this.own.version, this.style), ...(this.resumed?.(run) ?? [])];
    this.screen.print(lines.join('\n'));
  }

  progress(processes: readonly ProcessProgress[]): void {
    this.show({ ...this.state, processes });
  }

  cached(task: TaskView): void {
    this.tasks = true;
    if (!this.screen.live) this.screen.print(renderCached(task, this.style));
  }

  submitted(task: TaskView): void {
    this.tasks = true;
    if (task.nativeId !== undefined) this.alive.set(task.workDir, task);
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
    this.endWait.news();
    this.show({ ...this.state, stopping: { stopped, total } });
    if (!this.screen.live) this.count('Stopping', stopped, total, '');
  }

  leftBehind(runs: readonly LeftRun[]): void {
    this.screen.print(renderLeftBehind(runs, this.own.command, this.style));
  }

  sweeping(stopped: number, total: number): void {
    this.count('Sweeping', stopped, total, ' of dead runs');
  }

  private count(deed: string, stopped: number, total: number, whose: string): void {
    const now = this.clock.now();
    if (stopped < total && now - this.countShownAt < countInterval) return;
    this.countShownAt = now;
    this.screen.print(`${deed}: ${stopped} of ${total} ${total === 1 ? 'task' : 'tasks'}${whose}`);
  }

  private tellWaiting(): void {
    const tasks = this.unfinished();
    if (tasks.length > 0) this.screen.printError(renderWaiting(tasks, this.style));
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
