import { describeValue, type ConfigMap, type Problem } from '../../spi/index.js';
import { lookup, lookupBoolean } from '../config/config-lookup.js';
import { checkConfiguration, configInvalid } from '../config/load-config.js';
import { aSession } from '../engine/asker.js';
import { EngineSession } from '../engine/engine-session.js';
import { refuseOwnerlessSettings } from '../engine/executor-choice.js';
import { Refusals } from '../engine/refusals.js';
import { inventRunName, inventSessionId, refuseRunName, refuseSessionId } from '../engine/run-names.js';
import { OutputCheck } from '../engine/missing-output.js';
import { StdoutReader } from '../engine/task-stdout.js';
import { chooseWorkDir } from '../engine/work-dir-check.js';
import type { RunOwner } from '../lease/run-owner.js';
import { loadPlugins, type ExecutorRegistry } from '../plugin/executor-registry.js';
import { settingScopes } from '../plugin/plugin-manifest.js';
import { resolvePlugins } from '../plugin/resolve-plugins.js';
import { openImages } from '../wave/open-images.js';
import type { FileStore } from '../storage/file-store.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import { RunningSession, sessionClosed } from './running-session.js';
import type { SessionOptions, TaskSession } from './session-api.js';
import { mergeConfigs } from './session-config.js';
import { sessionExecutors } from './session-executors.js';
import { requireSessionOptions } from './session-options.js';
import { silentLogger } from './silent-logger.js';
import { systemClock, systemOwner, systemRandom } from './system-sources.js';
import { TaskResults } from './task-results.js';
import { DEBUG_IS_OF_PIPELINES, isOfRuns, STRATEGY_IS_OF_RUNS, TaskSpecReader } from './task-spec-reader.js';

/**
 * Opens a session: loads plugins, checks settings and processes, starts the executors and makes sure of the work dir.
 * @throws ExecutorError with everything that must change; nothing is left behind then, and no task was launched.
 */
export function openSession(options: SessionOptions): Promise<TaskSession> {
  return assembleSession(options, (config) => {
    const { clock = systemClock, random = systemRandom, logger = silentLogger } = options;
    return new S3FileStore(s3ClientSettings(config), { clock, random, logger });
  });
}

/** {@link openSession} over any file store, in any process: the seam for tests. */
export async function assembleSession(
  options: SessionOptions,
  openStore: (config: ConfigMap) => FileStore,
  inProcess?: RunOwner,
): Promise<TaskSession> {
  requireSessionOptions(options);
  refuseAborted(options);
  const refusals = new Refusals(aSession);
  refusals.add(refuseRunName(options.runName));
  refusals.add(refuseSessionId(options.sessionId, 'open a session'));
  const { config, registry } = await readGround(options, refusals);
  // A store opens nothing before it is used: after a refusal any will do.
  const store = refusals.collect(() => openStore(config)) ?? new S3FileStore({});
  refuseAborted(options);
  const owner = inProcess ?? systemOwner(options.program);
  const session = await prepareSession(options, { config, registry, refusals, store, owner });
  await session.start();
  return session;
}

interface Ground {
  readonly config: ConfigMap;
  readonly registry: ExecutorRegistry;
  readonly refusals: Refusals;
  readonly store: FileStore;
  readonly owner: RunOwner;
}

async function readGround(
  options: SessionOptions,
  refusals: Refusals,
): Promise<Pick<Ground, 'config' | 'registry'>> {
  const { plugins, cwd = process.cwd(), config: given = {} } = options;
  const { clock = systemClock, logger = silentLogger } = options;
  const found = await resolvePlugins({ given: { names: plugins, by: 'plugins' }, cwd, searchFrom: [cwd] });
  for (const notice of found.notices) logger.warn(notice);
  const claims = { scopes: settingScopes(found.plugins), incomplete: found.refusals.length > 0 };
  const { config, problems } = checkConfiguration(mergeConfigs(given), claims);
  const idle = idleSettings(config);
  if (problems.length + idle.length > 0) refusals.add(configInvalid([...problems, ...idle]));
  const loaded = await loadPlugins(found.plugins, clock);
  const unusable = [...found.refusals, ...loaded.refusals];
  for (const refusal of unusable) refusals.add(refusal);
  // What executors there are, and which settings are theirs, is not known then.
  if (unusable.length > 0) refusals.throwIfAny();
  const { registry } = loaded;
  refusals.add(refuseOwnerlessSettings(config, registry));
  return { config, registry };
}

/** Settings that mean nothing to a session. */
function idleSettings(config: ConfigMap): Problem[] {
  const problems: Problem[] = [];
  const strategy = lookup(config, 'process.errorStrategy');
  if (lookup(config, 'process.debug') !== undefined)
    problems.push({ path: 'process.debug', ...DEBUG_IS_OF_PIPELINES });
  if (isOfRuns(strategy)) {
    const found = describeValue(strategy ?? null);
    problems.push({ path: 'process.errorStrategy', found, ...STRATEGY_IS_OF_RUNS });
  }
  if (lookupBoolean(config, 'trace.enabled'))
    problems.push({ path: 'trace.enabled', ...TRACE_IS_OF_PIPELINES });
  return problems;
}

const TRACE_IS_OF_PIPELINES = {
  message: 'is for pipelines: in a session the trace of a task comes with its result',
  fix: 'Leave it out.',
} as const;

async function prepareSession(
  options: SessionOptions,
  { config, registry, refusals, store, owner }: Ground,
): Promise<RunningSession> {
  const { clock = systemClock, random = systemRandom, logger = silentLogger, signal } = options;
  const { describeWorkDir, observer = {}, environment = {} } = options;
  // An option of a program is its setting: messages are to name it so.
  const workDir = { uri: chooseWorkDir(options.workDir, config).uri, givenBy: 'workDir' } as const;
  const { names, refusal } = sessionExecutors(options, config, registry);
  refusals.add(refusal);
  const reader = new TaskSpecReader(config, registry, names, logger);
  const processes = (options.processes ?? []).flatMap(
    (spec) => refusals.collect(() => reader.announced(spec)) ?? [],
  );
  const places = describeWorkDir === undefined ? {} : { describeWorkDir };
  const stdout = new StdoutReader(store, describeWorkDir);
  const results = new TaskResults({
    store,
    logger,
    stdout,
    outputs: new OutputCheck(store),
    observer,
    ...places,
  });
  const id = options.sessionId ?? inventSessionId(random);
  const runName = options.runName ?? inventRunName(random);
  const identity = { id, runName, logger, clock, random };
  const images = refusals.collect(() => openImages(config, { environment, clock, random, logger }));
  const ground = {
    asker: aSession,
    identity,
    resumes: options.sessionId !== undefined,
    owner,
    config,
    workDir,
    registry,
    executors: names,
    processes,
    store,
    ...(images === undefined ? {} : { images }),
  };
  const engine = await EngineSession.prepare({ ...ground, follower: results }, refusals);
  const cancelled = signal === undefined ? {} : { signal };
  return new RunningSession({
    id,
    runName,
    workDir: workDir.uri,
    engine,
    results,
    reader,
    store,
    ...cancelled,
  });
}

function refuseAborted({ signal }: SessionOptions): void {
  if (signal?.aborted === true) throw sessionClosed('The session was not opened', signal);
}
