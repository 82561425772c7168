import { PreconditionError, type BackendTask } from '../../spi/index.js';
import type { Backend, Housekeeper } from '../backend/backend.js';
import { openBackend, openRunBackend, type BackendGround } from '../backend/open-backend.js';
import { isSessionId } from '../engine/run-names.js';
import type { RunBegun } from '../history/history-record.js';
import { RunHistory } from '../history/run-history.js';
import { witnessOf } from '../lease/session-lease.js';
import { EngineLiveness } from './engine-liveness.js';
import type { SurveyedTask, SurveyOptions, TaskSurvey } from './survey-api.js';
import { namesTask } from './task-name.js';

/** How backends are opened: the seam for tests. */
export interface BackendDoors {
  readonly ofFolder: (ground: BackendGround) => Promise<Backend>;
  readonly ofRun: (run: RunBegun, ground: BackendGround) => Promise<Backend>;
}

/**
 * Opens what runs have on the backend of the run that is named, else of the newest of this folder, else of the
 * configuration here. No call is made before the first task is asked for.
 * @throws ScriptError, or ExecutorError: HOUSEKEEPING_MISSING, or what is wrong with the configuration.
 */
export function openSurvey(options: SurveyOptions): Promise<TaskSurvey> {
  return assembleSurvey(options, { ofFolder: openBackend, ofRun: openRunBackend });
}

/** {@link openSurvey} over any backends. */
export async function assembleSurvey(options: SurveyOptions, doors: BackendDoors): Promise<TaskSurvey> {
  const { names, logger, owner } = options;
  const subject = await findSubject(options);
  const { origin } = subject;
  const ground = { ...options, noun: 'look at running tasks' };
  const backend = await (origin === undefined ? doors.ofFolder(ground) : doors.ofRun(origin, ground));
  try {
    const keepers = requireHousekeepers(backend);
    const engines = new EngineLiveness(backend.store, witnessOf(owner), logger);
    return {
      tasks: () => surveyed(keepers, { ...subject, names, engines }),
      close: () => backend.close(),
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/** What names mean, by the history. */
interface Subject {
  /** Whose configuration is used; absent where no run here has a backend that is still there. */
  readonly origin?: RunBegun;
  /** Those that names stand for. */
  readonly sessions: ReadonlySet<string>;
  /** Every name stands for one: no others need to be looked through. */
  readonly complete: boolean;
}

async function findSubject(options: SurveyOptions): Promise<Subject> {
  const { names, logger } = options;
  const history = new RunHistory(options.history, (notice) => logger.warn(notice));
  const sessions = new Set<string>();
  let origin: RunBegun | undefined;
  let complete = names.length > 0;
  for (const name of names) {
    let found = isSessionId(name);
    if (found) sessions.add(name.toLowerCase());
    for await (const { begun } of history.find(name)) {
      found = true;
      sessions.add(begun.sessionId);
      if (begun.localFiles === undefined) origin ??= begun;
    }
    complete &&= found;
  }
  origin ??= await newestOnBackend(history);
  return { ...(origin === undefined ? {} : { origin }), sessions, complete };
}

/** The cloud of a run that had its own ended with it. */
async function newestOnBackend(history: RunHistory): Promise<RunBegun | undefined> {
  for await (const { begun } of history.runs()) if (begun.localFiles === undefined) return begun;
  return undefined;
}

function requireHousekeepers(backend: Backend): readonly Housekeeper[] {
  const keepers = backend.housekeepers();
  if (keepers.length > 0) return keepers;
  throw new PreconditionError(
    'Cannot look at running tasks: no executor of the configuration can tell which tasks are of which run. Use what ' +
      'its backend itself brings for that.',
    { code: 'HOUSEKEEPING_MISSING' },
  );
}

/** What decides on the tasks that are wanted. */
interface Wanted extends Pick<Subject, 'sessions' | 'complete'> {
  readonly names: readonly string[];
  readonly engines: EngineLiveness;
}

async function* surveyed(keepers: readonly Housekeeper[], wanted: Wanted): AsyncGenerator<SurveyedTask> {
  // Two executors of one backend see the same tasks.
  const seen = new Set<string>();
  for (const { housekeeping } of keepers) {
    for (const session of wanted.complete ? wanted.sessions : [undefined]) {
      for await (const task of housekeeping.tasks(session)) {
        if (!isWanted(task, wanted) || seen.has(task.nativeId)) continue;
        if (keepers.length > 1) seen.add(task.nativeId);
        yield { task, engine: await wanted.engines.of(task), housekeeping };
      }
    }
  }
}

/** All of a session's are: those that an engine took over from the run before bear that one's name. */
function isWanted(task: BackendTask, { names, sessions }: Wanted): boolean {
  if (names.length === 0 || sessions.has(task.sessionId)) return true;
  return names.some((name) => namesTask(name, task));
}
