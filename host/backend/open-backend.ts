import { resolve } from 'node:path';
import type { Clock, ConfigMap, Logger, Session, TaskEvents } from '../../spi/index.js';
import { lookupScope, lookupString } from '../config/config-lookup.js';
import { configInvalid } from '../config/load-config.js';
import { Refusals } from '../engine/refusals.js';
import { readRunConfig, type RunConfig } from '../engine/run-config.js';
import type { RunBegun } from '../history/history-record.js';
import { loadPlugins, type ExecutorRegistry } from '../plugin/executor-registry.js';
import { silentLogger } from '../session/silent-logger.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import type { Backend } from './backend.js';
import { ExecutorBackend } from './executor-backend.js';
import { folderBackend } from './folder-backend.js';

/** What a backend is reached by, beside what a run of the past says. */
export interface BackendGround {
  /** The current folder, or the one a run was started in. */
  readonly cwd: string;
  /** Beside the default ones and those the run had; later ones win. */
  readonly configFiles: readonly string[];
  /** See `RunOptions.builtInPlugins`. */
  readonly builtInPlugins: readonly string[];
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told of trouble on the way; nobody where absent. */
  readonly logger?: Logger;
  /** What it is opened for, e.g. `listing of tasks`. */
  readonly noun: string;
}

/**
 * Reaches the backend that a run in this folder would have. No call is made.
 * @throws ScriptError, or ExecutorError with everything that is wrong with the configuration.
 */
export function openBackend(ground: BackendGround): Promise<Backend> {
  return assemble({ scriptPath: 'main.nf', configFiles: [] }, ground);
}

/**
 * Reaches the backend of a run of the past again, by the run's own configuration. No call is made.
 * @throws ScriptError, or ExecutorError with everything that is wrong with the configuration.
 */
export async function openRunBackend(run: RunBegun, ground: BackendGround): Promise<Backend> {
  if (run.localFiles !== undefined) return folderBackend(resolve(ground.cwd, run.localFiles));
  return assemble(run, ground);
}

/** What of a run's beginning decides; of no run there is no more than the default script and files. */
type Origin = Pick<RunBegun, 'scriptPath' | 'configFiles' | 'plugins'> &
  Partial<Pick<RunBegun, 'sessionId' | 'runName' | 'workDir' | 'executors'>>;

async function assemble(origin: Origin, ground: BackendGround): Promise<Backend> {
  const read = await configurationOf(origin, ground);
  const refusals = new Refusals(ground);
  if (read.problems.length > 0) refusals.add(configInvalid(read.problems));
  for (const refusal of read.pluginRefusals) refusals.add(refusal);
  const { registry, refusals: unloaded } = await loadPlugins(read.plugins, ground.clock);
  for (const refusal of unloaded) refusals.add(refusal);
  refusals.throwIfAny();
  const wanted = origin.executors ?? configuredExecutor(read.config, registry);
  return new ExecutorBackend({
    store: new S3FileStore(s3ClientSettings(read.config)),
    ...{ registry, noun: ground.noun, session: sessionOf(origin, read.config, ground) },
    ...(wanted === undefined ? {} : { wanted }),
  });
}

function configurationOf(origin: Origin, ground: BackendGround): Promise<RunConfig> {
  const { scriptPath, plugins } = origin;
  const { cwd, builtInPlugins } = ground;
  const configFiles = [...origin.configFiles, ...ground.configFiles];
  const asked = plugins === undefined ? {} : { plugins };
  return readRunConfig({ ...{ scriptPath, cwd, configFiles, builtInPlugins }, ...asked });
}

/** The one that processes have by default; a script may name others, which nobody reads for this. */
function configuredExecutor(
  config: ConfigMap,
  registry: Pick<ExecutorRegistry, 'has'>,
): readonly string[] | undefined {
  const names = [lookupScope(config, 'process')['executor'], lookupString(config, 'executor.name')];
  const name = names.find((one): one is string => typeof one === 'string' && registry.has(one));
  return name === undefined ? undefined : [name];
}

/** A session that submits nothing. */
function sessionOf(origin: Origin, config: ConfigMap, ground: BackendGround): Session {
  const { sessionId = NO_SESSION, runName = 'none', workDir } = origin;
  const { clock, random, logger = silentLogger } = ground;
  return {
    id: sessionId,
    runName,
    workDir: workDir ?? lookupString(config, 'workDir') ?? '',
    submits: false,
    resolvesContainers: true,
    ...{ config, clock, random, logger },
    events: nobody,
  };
}

const NO_SESSION = '00000000-0000-4000-8000-000000000000';

const nobody: TaskEvents = {
  submitted: () => undefined,
  running: () => undefined,
  completed: () => undefined,
};
