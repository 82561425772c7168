import type { ProcessProgress } from '../../host/index.js';
import type { Style } from './style.js';

/** What the progress lines show. */
export interface ProgressState {
  readonly processes: readonly ProcessProgress[];
  /** How far the stopping is; absent while the run goes its way. */
  readonly stopping?: { readonly stopped: number; readonly total: number };
}

const noHash = '-'.padEnd('ab/cdef01'.length);

/** The live lines, as Nextflow draws them: tasks per executor, then one line for each process. */
export function renderProgress(state: ProgressState, style: Style): string[] {
  const width = Math.max(0, ...state.processes.map(({ process }) => process.length));
  const lines = [...executorLines(state.processes, style)];
  for (const process of state.processes) lines.push(processLine(process, width, style));
  if (state.stopping !== undefined) {
    const { stopped, total } = state.stopping;
    lines.push(style.yellow(`stopping: ${stopped} of ${total} ${total === 1 ? 'task' : 'tasks'}`));
  }
  return lines;
}

function executorLines(processes: readonly ProcessProgress[], style: Style): string[] {
  const tasks = new Map<string, number>();
  for (const { executor, total, cached, retried, resubmitted } of processes) {
    tasks.set(executor, (tasks.get(executor) ?? 0) + total - cached + retried + resubmitted);
  }
  return [...tasks].map(([executor, count]) => style.dim(`executor >  ${executor} (${count})`));
}

function processLine(progress: ProcessProgress, width: number, style: Style): string {
  const hash = style.blue(progress.lastHash ?? noHash);
  const name = progress.process.padEnd(width);
  return `[${hash}] ${name} | ${counts(progress)}${mark(progress, style)}`;
}

function counts(progress: ProcessProgress): string {
  const { total, cached, succeeded, ignored, failed, aborted, retried, resubmitted } = progress;
  const parts = [`${cached + succeeded + ignored + failed + aborted} of ${total}`];
  if (cached > 0) parts.push(`cached: ${cached}`);
  if (failed > 0) parts.push(`failed: ${failed}`);
  if (ignored > 0) parts.push(`ignored: ${ignored}`);
  if (aborted > 0) parts.push(`aborted: ${aborted}`);
  if (retried > 0) parts.push(`retries: ${retried}`);
  if (resubmitted > 0) parts.push(`resubmitted: ${resubmitted}`);
  return parts.join(', ');
}

function mark({ total, cached, succeeded, ignored, failed, aborted }: ProcessProgress, style: Style): string {
  if (failed + aborted > 0) return ` ${style.red('✘')}`;
  return total > 0 && cached + succeeded + ignored === total ? ` ${style.green('✔')}` : '';
}
