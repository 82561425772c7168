import { PreconditionError, RequestError, type Executor, type Session } from '../../spi/index.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { FileStore } from '../storage/file-store.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import { EngineRun } from './engine-run.js';
import { chooseExecutors, refuseOwnerlessSettings } from './executor-choice.js';
import { guardedReporter } from './guarded-reporter.js';
import type { PlannedCall } from './planned-call.js';
import type { PipelineRun, RunOptions } from './run-api.js';
import { inventRunName, inventSessionId } from './run-names.js';
import { Refusals } from './refusals.js';
import { planRun, type RunPlan } from './run-plan.js';
import { TaskConductor } from './task-conductor.js';
import { TaskFactory } from './task-factory.js';
import { refuseWorkDir } from './work-dir-check.js';

/**
 * Reads the pipeline and its configuration, loads plugins and checks every process. Nothing is launched and no
 * backend is called before `execute()`.
 * @throws ScriptError, or ExecutorError with everything that must change before the run can start.
 */
export function createRun(options: RunOptions): Promise<PipelineRun> {
  return assembleRun(options, (plan) => new S3FileStore(s3ClientSettings(plan.config)));
}

/** What a run is built from once it is known what it does. */
interface Ground {
  readonly plan: RunPlan;
  readonly calls: readonly PlannedCall[];
  readonly registry: ExecutorRegistry;
  readonly refusals: Refusals;
  readonly store: FileStore;
}

/** {@link createRun} over any file store: the seam for tests. */
export async function assembleRun(
  options: RunOptions,
  openStore: (plan: RunPlan) => FileStore,
): Promise<PipelineRun> {
  const refusals = new Refusals();
  const plan = await planRun(options, refusals);
  const { registry } = plan;
  refusals.add(refuseOwnerlessSettings(plan.config, registry));
  const calls = planCalls(plan, registry, refusals);
  // A store opens nothing before it is used: after a refusal any will do.
  const store = refusals.collect(() => openStore(plan)) ?? new S3FileStore({});
  return buildRun(options, { plan, calls, registry, refusals, store });
}

/** The calls whose executor is known; the others are refused and checked by nobody. */
function planCalls(plan: RunPlan, registry: ExecutorRegistry, refusals: Refusals): PlannedCall[] {
  const wishes = plan.calls.map(({ process: { definition, executor } }) => ({
    process: definition.name,
    ...(executor === undefined ? {} : { executor }),
  }));
  const { byProcess, refusal } = chooseExecutors(wishes, plan.config, registry);
  refusals.add(refusal);
  return plan.calls.flatMap(({ process, view }): PlannedCall[] => {
    const { definition, script, outputsStdout, debug } = process;
    const executor = byProcess.get(definition.name);
    return executor === undefined ? [] : [{ definition, executor, script, outputsStdout, debug, view }];
  });
}

function buildRun(options: RunOptions, ground: Ground): Promise<PipelineRun> {
  const { clock, logger, random, describeWorkDir } = options;
  const { calls, store } = ground;
  const { config } = ground.plan;
  const workDir = ground.plan.workDir.uri;
  const reporter = guardedReporter(options.reporter, logger);
  const places = describeWorkDir === undefined ? {} : { describeWorkDir };
  const conductor = new TaskConductor(store, reporter, logger, describeWorkDir);
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
  return withExecutors(ground, session, (executors) => {
    conductor.plan(calls, new TaskFactory({ sessionId, workDir, config, store, executors }));
    const { scriptPath } = options;
    const info = { runName, sessionId, scriptPath, workDir, executors: [...executors.keys()] };
    return new EngineRun({ info, calls, executors, conductor, store, reporter, clock, logger, ...places });
  });
}

/**
 * Makes the executors the calls need and asks them about the processes. Where anything stands in the way, those
 * made are let go of.
 * @throws ExecutorError with every problem found.
 */
async function withExecutors(
  { plan, calls, registry, refusals }: Ground,
  session: Session,
  use: (executors: ReadonlyMap<string, Executor>) => PipelineRun,
): Promise<PipelineRun> {
  const executors = new Map<string, Executor>();
  try {
    for (const name of new Set(calls.map(({ executor }) => executor))) {
      const executor = refusals.collect(() => registry.pluginOf(name).createExecutor(name, session));
      if (executor === undefined) continue;
      executors.set(name, executor);
      refusals.collect(() => requireFusion(executor));
    }
    // Behind the executors' own words on it, which know their backend.
    refusals.add(refuseWorkDir(plan.workDir));
    refusals.collect(() => refuseProblems(calls, registry));
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

function refuseProblems(calls: readonly PlannedCall[], registry: ExecutorRegistry): void {
  const problems = calls.flatMap(({ definition, executor }) =>
    registry.pluginOf(executor).check(executor, definition),
  );
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  throw new RequestError(
    `Cannot run the pipeline: its processes ask for what the executor cannot do (${count}). Correct what is listed.`,
    { code: 'PROCESS_UNSUPPORTED', problems },
  );
}
