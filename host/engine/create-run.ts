import {
  PreconditionError,
  RequestError,
  type Executor,
  type Problem,
  type Session,
} from '../../spi/index.js';
import { loadPlugins, type ExecutorRegistry } from '../plugin/executor-registry.js';
import type { FileStore } from '../storage/file-store.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import { EngineRun } from './engine-run.js';
import { chooseExecutors } from './executor-choice.js';
import { guardedReporter } from './guarded-reporter.js';
import type { PlannedCall } from './planned-call.js';
import type { PipelineRun, RunOptions } from './run-api.js';
import { inventRunName, inventSessionId } from './run-names.js';
import { Refusals } from './refusals.js';
import { noWorkDir, planRun, type RunPlan } from './run-plan.js';
import { TaskConductor } from './task-conductor.js';
import { TaskFactory } from './task-factory.js';

/**
 * Reads the pipeline and its configuration, loads plugins and checks every process. Nothing is launched and no
 * backend is called before `execute()`.
 * @throws ScriptError or ExecutorError (settings, preconditions, an unknown executor), every problem of a kind at
 * once.
 */
export function createRun(options: RunOptions): Promise<PipelineRun> {
  return assembleRun(options, (plan) => new S3FileStore(s3ClientSettings(plan.config)));
}

/** {@link createRun} over any file store: the seam for tests. */
export async function assembleRun(
  options: RunOptions,
  openStore: (plan: RunPlan) => FileStore,
): Promise<PipelineRun> {
  const plan = await planRun(options);
  const registry = await loadPlugins(options.pluginManifests);
  const wishes = plan.calls.map(({ process: { definition, executor } }) => ({
    process: definition.name,
    ...(executor === undefined ? {} : { executor }),
  }));
  const choices = chooseExecutors(wishes, plan.config, registry);
  const calls = plan.calls.map(({ process, view }): PlannedCall => {
    const executor = choices.get(process.definition.name) ?? '';
    const { definition, script, outputsStdout, debug } = process;
    return { definition, executor, script, outputsStdout, debug, view };
  });
  return buildRun(options, plan, calls, registry, openStore(plan));
}

function buildRun(
  options: RunOptions,
  plan: RunPlan,
  calls: readonly PlannedCall[],
  registry: ExecutorRegistry,
  store: FileStore,
): Promise<PipelineRun> {
  const { clock, logger, random } = options;
  const { config, workDir } = plan;
  const reporter = guardedReporter(options.reporter, logger);
  const conductor = new TaskConductor(store, reporter, logger);
  const runName = options.runName ?? inventRunName(random);
  const sessionId = inventSessionId(random);
  const session: Session = {
    id: sessionId,
    runName,
    workDir,
    config,
    resolvesContainers: false,
    events: conductor,
    logger,
    clock,
    random,
  };
  return withExecutors(calls, registry, session, (executors) => {
    conductor.plan(calls, new TaskFactory({ sessionId, workDir, config, store, executors }));
    const { scriptPath } = options;
    const info = { runName, sessionId, scriptPath, workDir, executors: [...executors.keys()] };
    return new EngineRun({ info, executors, conductor, store, reporter, clock, logger });
  });
}

/**
 * Makes the executors the calls need and asks them about the processes. Where anything stands in the way, those
 * made are let go of.
 * @throws ExecutorError with every problem found.
 */
async function withExecutors(
  calls: readonly PlannedCall[],
  registry: ExecutorRegistry,
  session: Session,
  use: (executors: ReadonlyMap<string, Executor>) => PipelineRun,
): Promise<PipelineRun> {
  const executors = new Map<string, Executor>();
  const refusals = new Refusals();
  try {
    if (session.workDir === '') refusals.add(noWorkDir());
    for (const name of new Set(calls.map(({ executor }) => executor))) {
      const executor = refusals.collect(() => registry.pluginOf(name).createExecutor(name, session));
      if (executor === undefined) continue;
      executors.set(name, executor);
      refusals.collect(() => requireFusion(executor));
    }
    refusals.collect(() => refuseProblems(calls, executors));
    refusals.throwIfAny();
    return use(executors);
  } catch (error) {
    await Promise.allSettled([...executors.values()].map((executor) => executor.shutdown()));
    throw error;
  }
}

function requireFusion({ name, capabilities }: Executor): void {
  if (capabilities.fusion) return;
  throw new PreconditionError(
    `Cannot use executor "${name}": its tasks do not see their work dir through Fusion (capability fusion is ` +
      'false), and this engine knows no other way yet. Choose an executor with Fusion.',
    { code: 'LAUNCH_UNSUPPORTED' },
  );
}

function refuseProblems(calls: readonly PlannedCall[], executors: ReadonlyMap<string, Executor>): void {
  const problems = calls.flatMap(({ definition, executor }): readonly Problem[] => {
    return executors.get(executor)?.check(definition) ?? [];
  });
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  throw new RequestError(
    `Cannot run the pipeline: its processes ask for what the executor cannot do (${count}). Correct what is listed.`,
    { code: 'PROCESS_UNSUPPORTED', problems },
  );
}
