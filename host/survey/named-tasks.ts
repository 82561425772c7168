import type { BackendTask } from '../../spi/index.js';
import { hashAmbiguous } from './survey-errors.js';
import type { SurveyedTask } from './survey-api.js';
import { hashBegins, namesTask } from './task-name.js';

/** What names stand for, as far as the history tells. */
export interface NameMeaning {
  readonly names: readonly string[];
  /** Session ids of names that are of runs: all of a session's tasks are meant, whichever run submitted them. */
  readonly sessions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Tells by their names which tasks are meant, as they come. Without names all are. */
export class NamedTasks {
  private readonly met = new Set<string>();
  /** By the beginning of a hash, those that have it: what goes by a name goes before them. */
  private readonly byHash = new Map<string, SurveyedTask[]>();

  constructor(private readonly meaning: NameMeaning) {}

  /** Whether a task is meant, or may turn out to be by {@link rest}. */
  concerns(task: BackendTask): boolean {
    const { names } = this.meaning;
    return this.isMeant(task) || names.some((name) => this.mayBeHash(name, task));
  }

  /** Whether a task that {@link concerns} is meant at once; else it is kept for {@link rest}. */
  take(surveyed: SurveyedTask): boolean {
    const { task } = surveyed;
    for (const name of this.meaning.names) {
      if (this.goesBy(name, task)) this.met.add(name);
      else if (this.mayBeHash(name, task))
        this.byHash.set(name, [...(this.byHash.get(name) ?? []), surveyed]);
    }
    return this.isMeant(task);
  }

  /**
   * Once all have come: those that the beginnings of their hashes alone mean.
   * @throws PreconditionError TASK_AMBIGUOUS where it is that of several.
   */
  rest(): readonly SurveyedTask[] {
    const meant = new Map<string, SurveyedTask>();
    for (const [name, found] of this.byHash) {
      if (this.met.has(name)) continue;
      const hashes = new Map(found.map(({ task }) => [task.hash, task]));
      if (hashes.size > 1) throw hashAmbiguous(name, [...hashes.values()]);
      this.met.add(name);
      for (const one of found) if (!this.isMeant(one.task)) meant.set(one.task.nativeId, one);
    }
    return [...meant.values()];
  }

  /** Names that nothing which came goes by, and no run of the history. */
  unmet(): readonly string[] {
    const { names, sessions } = this.meaning;
    return names.filter((name) => !this.met.has(name) && !sessions.has(name));
  }

  private isMeant(task: BackendTask): boolean {
    const { names } = this.meaning;
    return names.length === 0 || names.some((name) => this.goesBy(name, task));
  }

  private goesBy(name: string, task: BackendTask): boolean {
    return this.meaning.sessions.get(name)?.has(task.sessionId) ?? namesTask(name, task);
  }

  private mayBeHash(name: string, task: BackendTask): boolean {
    return !this.meaning.sessions.has(name) && hashBegins(name, task);
  }
}
