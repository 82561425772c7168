import { PreconditionError } from '../../spi/index.js';
import type { Backend, Housekeeper } from '../backend/backend.js';
import { openBackend, openRunBackend, type BackendGround } from '../backend/open-backend.js';
import { isSessionId } from '../engine/run-names.js';
import type { RunBegun } from '../history/history-record.js';
import { RunHistory } from '../history/run-history.js';
import { witnessOf } from '../lease/session-lease.js';
import { EngineLiveness } from './engine-liveness.js';
import { goesByName } from '../logs/log-subject.js';
import { NamedTasks, type NameMeaning } from './named-tasks.js';
import type { SurveyedTask, SurveyOptions, TaskSurvey } from './survey-api.js';
import { nothingNamed, RunningNames } from './survey-errors.js';

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
  const { logger, owner } = options;
  const subject = await findSubject(options);
  const { origin } = subject;
  const ground = { ...options, noun: 'look at running tasks' };
  const backend = await (origin === undefined ? doors.ofFolder(ground) : doors.ofRun(origin, ground));
  try {
    const keepers = requireHousekeepers(backend);
    const engines = new EngineLiveness(backend.store, witnessOf(owner), logger);
    return {
      tasks: () => surveyed(keepers, { ...subject, engines }),
      close: () => backend.close(),
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/** What names mean, by the history. */
interface Subject extends NameMeaning {
  readonly history: RunHistory;
  /** Whose configuration is used; absent where no run here has a backend that is still there. */
  readonly origin?: RunBegun;
  /** Those that names stand for, where each stands for some: no others need to be looked through. */
  readonly only?: ReadonlySet<string>;
}

async function findSubject(options: SurveyOptions): Promise<Subject> {
  const { names, logger } = options;
  const history = new RunHistory(options.history, (notice) => logger.warn(notice));
  const sessions = new Map<string, Set<string>>();
  const only = new Set<string>();
  let origin: RunBegun | undefined;
  let complete = names.length > 0;
  for (const name of names) {
    const ids = new Set<string>();
    for await (const { begun } of history.find(name)) {
      ids.add(begun.sessionId);
      if (begun.localFiles === undefined) origin ??= begun;
    }
    if (ids.size > 0) sessions.set(name, ids);
    for (const id of ids.size === 0 && isSessionId(name) ? [name.toLowerCase()] : ids) only.add(id);
    complete &&= ids.size > 0 || isSessionId(name);
  }
  origin ??= await newestOnBackend(history);
  const which = { ...(origin === undefined ? {} : { origin }), ...(complete ? { only } : {}) };
  return { history, names, sessions, ...which };
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
interface Wanted extends Subject {
  readonly engines: EngineLiveness;
}

async function* surveyed(keepers: readonly Housekeeper[], wanted: Wanted): AsyncGenerator<SurveyedTask> {
  const named = new NamedTasks(wanted);
  const running = new RunningNames();
  for await (const { task, housekeeping } of listed(keepers, wanted.only)) {
    running.add(task);
    if (!named.concerns(task)) continue;
    const one = { task, engine: await wanted.engines.of(task), housekeeping };
    if (named.take(one)) yield one;
  }
  yield* named.rest();
  const unmet = named.unmet();
  if (unmet.length === 0) return;
  // Where sessions alone were asked for, nobody has seen yet what else runs.
  if (wanted.only !== undefined) for await (const { task } of listed(keepers)) running.add(task);
  await requireKnown(wanted.history, unmet, running);
}

async function* listed(
  keepers: readonly Housekeeper[],
  only?: ReadonlySet<string>,
): AsyncGenerator<Pick<SurveyedTask, 'task' | 'housekeeping'>> {
  // Two executors of one backend see the same tasks.
  const seen = new Set<string>();
  for (const { housekeeping } of keepers)
    for (const session of only ?? [undefined])
      for await (const task of housekeeping.tasks(session)) {
        if (seen.has(task.nativeId)) continue;
        if (keepers.length > 1) seen.add(task.nativeId);
        yield { task, housekeeping };
      }
}

/** What the history knows has ended: that is no error. A slip of the pen is one. */
async function requireKnown(
  history: RunHistory,
  names: readonly string[],
  running: RunningNames,
): Promise<void> {
  const unknown = new Map(names.map((name) => [name, goesByName(name)]));
  const runs: string[] = [];
  for await (const run of history.runs()) {
    runs.push(run.begun.runName);
    for await (const attempt of history.tasksOf(run))
      for (const [name, isIt] of unknown) if (isIt(attempt)) unknown.delete(name);
    if (unknown.size === 0) return;
  }
  throw nothingNamed([...unknown.keys()], running, { folder: history.folder, known: runs });
}
