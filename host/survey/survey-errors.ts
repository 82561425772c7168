import { PreconditionError, type BackendTask } from '../../spi/index.js';
import { nearestName } from '../lang/nearest-name.js';
import { shortHash } from '../task/work-dir.js';

const MOST_SHOWN = 5;
/** Names kept for a guess at what was meant. */
const MOST_NAMES = 1000;

/** What runs by the names that it can be asked for by. */
export class RunningNames {
  private readonly runs = new Set<string>();
  private readonly others = new Set<string>();

  add({ runName, sessionId, process, name }: BackendTask): void {
    if (this.runs.size < MOST_NAMES) this.runs.add(runName ?? sessionId);
    for (const one of [process, name])
      if (one !== undefined && this.others.size < MOST_NAMES) this.others.add(one);
  }

  /** e.g. `running: happy_curie, calm_bohr`. */
  render(): string {
    if (this.runs.size === 0) return 'nothing of any run is running';
    const shown = [...this.runs].slice(0, MOST_SHOWN).join(', ');
    return `running: ${shown}${this.runs.size > MOST_SHOWN ? `, and ${this.runs.size - MOST_SHOWN} more` : ''}`;
  }

  /** The one that is most likely meant, also of `known`. */
  nearest(name: string, known: Iterable<string>): string | undefined {
    return nearestName(name, [...this.runs, ...this.others, ...known]);
  }
}

/**
 * Neither what runs nor the history knows these names, one or more.
 * @param known names of runs in the history.
 */
export function nothingNamed(
  names: readonly string[],
  running: RunningNames,
  { folder, known }: { readonly folder: string; readonly known: Iterable<string> },
): PreconditionError {
  const list = names.map((name) => `"${name}"`).join(', ');
  const nearest = running.nearest(names[0] ?? '', known);
  const advice =
    nearest === undefined
      ? "Give the name of a run, process or task, a session id, a task's hash (ab/cdef01) or its id."
      : `Did you mean ${nearest}?`;
  return new PreconditionError(
    `Cannot find ${list}: no run, process or task of that name is running, and the history in ${folder} knows none; ` +
      `${running.render()}. ${advice}`,
    { code: 'TASK_UNKNOWN' },
  );
}

/** The hashes of several tasks begin so. */
export function hashAmbiguous(name: string, tasks: readonly BackendTask[]): PreconditionError {
  const shown = tasks.slice(0, MOST_SHOWN).map(({ hash, name: own, process, runName }) => {
    const of = runName === undefined ? '' : ` of run ${runName}`;
    return `${shortHash(hash ?? '')} (${own ?? process ?? 'a task'}${of})`;
  });
  const more = tasks.length > MOST_SHOWN ? `, and ${tasks.length - MOST_SHOWN} more` : '';
  return new PreconditionError(
    `Cannot tell which task "${name}" means: the hashes of several that run begin so: ${shown.join(', ')}${more}. Give more of it.`,
    { code: 'TASK_AMBIGUOUS' },
  );
}
