import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import type { FileStore } from '../storage/file-store.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import type { ImageSource } from '../wave/image-source.js';
import { openImages } from '../wave/open-images.js';
import { aRun } from './asker.js';
import { EngineRun } from './engine-run.js';
import { EngineSession } from './engine-session.js';
import { chooseExecutors, refuseOwnerlessSettings } from './executor-choice.js';
import { guardedReporter } from './guarded-reporter.js';
import type { PlannedCall } from './planned-call.js';
import type { PipelineRun, RunOptions } from './run-api.js';
import { inventRunName, inventSessionId } from './run-names.js';
import { Refusals } from './refusals.js';
import { planRun, type RunPlan } from './run-plan.js';
import { TaskConductor } from './task-conductor.js';
import { StdoutReader } from './task-stdout.js';

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
  readonly images?: ImageSource;
}

/** {@link createRun} over any file store: the seam for tests. */
export async function assembleRun(
  options: RunOptions,
  openStore: (plan: RunPlan) => FileStore,
): Promise<PipelineRun> {
  const refusals = new Refusals(aRun);
  const plan = await planRun(options, refusals);
  const { registry } = plan;
  refusals.add(refuseOwnerlessSettings(plan.config, registry));
  const calls = planCalls(plan, registry, refusals);
  // A store opens nothing before it is used: after a refusal any will do.
  const store = refusals.collect(() => openStore(plan)) ?? new S3FileStore({});
  const { environment = {}, clock, random, logger } = options;
  const images = refusals.collect(() => openImages(plan.config, { environment, clock, random, logger }));
  return buildRun(options, {
    ...{ plan, calls, registry, refusals, store },
    ...(images === undefined ? {} : { images }),
  });
}

/** The calls whose executor is known; the others are refused and checked by nobody. */
function planCalls(plan: RunPlan, registry: ExecutorRegistry, refusals: Refusals): PlannedCall[] {
  const wishes = plan.calls.map(({ process: { definition, executor } }) => ({
    process: definition.name,
    ...(executor === undefined ? {} : { executor }),
  }));
  const { byProcess, refusal } = chooseExecutors(wishes, { asker: aRun, config: plan.config, registry });
  refusals.add(refusal);
  return plan.calls.flatMap(({ process, view }): PlannedCall[] => {
    const { definition, script, outputsStdout, debug } = process;
    const executor = byProcess.get(definition.name);
    return executor === undefined ? [] : [{ definition, executor, script, outputsStdout, debug, view }];
  });
}

async function buildRun(options: RunOptions, ground: Ground): Promise<PipelineRun> {
  const { clock, logger, random, describeWorkDir, scriptPath } = options;
  const { plan, calls, registry, refusals, store, images } = ground;
  const { config, workDir } = plan;
  const reporter = guardedReporter(options.reporter, logger);
  const conductor = new TaskConductor(new StdoutReader(store, describeWorkDir), reporter, logger);
  const runName = options.runName ?? inventRunName(random);
  const id = inventSessionId(random);
  const session = await EngineSession.prepare(
    {
      asker: aRun,
      identity: { id, runName, logger, clock, random },
      salt: id,
      config,
      workDir,
      registry,
      executors: calls.map(({ executor }) => executor),
      processes: calls,
      store,
      ...(images === undefined ? {} : { images }),
      follower: conductor,
    },
    refusals,
  );
  conductor.plan(calls, session.dispatcher);
  const executors = [...session.executors.keys()];
  const info = { runName, sessionId: id, scriptPath, workDir: workDir.uri, executors };
  const places = describeWorkDir === undefined ? {} : { describeWorkDir };
  return new EngineRun({ info, session, conductor, store, reporter, clock, logger, ...places });
}
