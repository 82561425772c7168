import { resolve } from 'node:path';
import type { RunOwner } from '../lease/run-owner.js';
import type { ExecutorRegistry } from '../plugin/executor-registry.js';
import { systemOwner } from '../session/system-sources.js';
import type { FileStore } from '../storage/file-store.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import { openImages } from '../wave/open-images.js';
import { aRun } from './asker.js';
import { EngineSession } from './engine-session.js';
import { chooseExecutors, refuseOwnerlessSettings } from './executor-choice.js';
import type { PlannedCall } from './planned-call.js';
import { Refusals } from './refusals.js';
import type { RunOptions, RunRequest } from './run-api.js';
import { inventRunName, inventSessionId, refuseSessionId } from './run-names.js';
import { planRun, type RunPlan } from './run-plan.js';
import type { TaskFollower } from './task-follower.js';

/** What is common to running a pipeline and to looking at what a run of it would do. */
export interface PreparedRun<F> {
  readonly runName: string;
  /** A UUID. */
  readonly sessionId: string;
  /** URI of the work folder, without a slash at its end. */
  readonly workDir: string;
  /** Absolute path. */
  readonly scriptPath: string;
  /** The process the run is in. */
  readonly owner: RunOwner;
  readonly calls: readonly PlannedCall[];
  /** Not started; whoever prepared the run shuts it down. */
  readonly session: EngineSession<PlannedCall>;
  readonly store: FileStore;
  readonly follower: F;
}

/** What the two differ in. */
export interface RunSeams<F> {
  readonly openStore: (plan: RunPlan) => FileStore;
  /** Whom the tasks' dispatcher tells of them. */
  readonly followerOver: (store: FileStore, plan: RunPlan) => F;
}

/**
 * Reads the pipeline and its configuration, loads plugins and checks every process. No backend is called.
 * @throws ScriptError, or ExecutorError with everything that must change before the run can start.
 */
export async function prepareRun<F extends TaskFollower<PlannedCall>>(
  options: RunRequest & Pick<RunOptions, 'owner'>,
  { openStore, followerOver }: RunSeams<F>,
): Promise<PreparedRun<F>> {
  const refusals = new Refusals(aRun);
  const plan = await planRun(options, refusals);
  const { config, registry, workDir } = plan;
  refusals.add(refuseOwnerlessSettings(config, registry));
  const calls = planCalls(plan, registry, refusals);
  // A store opens nothing before it is used: after a refusal any will do.
  const store = refusals.collect(() => openStore(plan)) ?? new S3FileStore({});
  const follower = followerOver(store, plan);
  const { clock, logger, random, environment = {} } = options;
  const images = refusals.collect(() => openImages(config, { environment, clock, random, logger }));
  const runName = options.runName ?? inventRunName(random);
  const id = options.resume ?? inventSessionId(random);
  refusals.add(refuseSessionId(options.resume, 'go on with a session'));
  const owner = options.owner ?? systemOwner();
  const scriptPath = resolve(options.cwd ?? '.', options.scriptPath);
  const session = await EngineSession.prepare(
    {
      asker: aRun,
      identity: { id, runName, logger, clock, random },
      resumes: options.resume !== undefined,
      owner,
      scriptPath,
      config,
      workDir,
      registry,
      executors: calls.map(({ executor }) => executor),
      processes: calls,
      store,
      ...(images === undefined ? {} : { images }),
      follower,
    },
    refusals,
  );
  const names = { runName, sessionId: id, workDir: workDir.uri, scriptPath };
  return { ...names, owner, calls, session, store, follower };
}

/** The calls whose executor is known; the others are refused and checked by nobody. */
function planCalls(plan: RunPlan, registry: ExecutorRegistry, refusals: Refusals): PlannedCall[] {
  const wishes = plan.calls.map(({ process: { definition, executor } }) => ({
    process: definition.name,
    ...(executor === undefined ? {} : { executor }),
  }));
  const { byProcess, refusal } = chooseExecutors(wishes, { asker: aRun, config: plan.config, registry });
  refusals.add(refusal);
  return plan.calls.flatMap(({ process, inputs, view }): PlannedCall[] => {
    const { definition, dynamics, script, outputs, outputsStdout, debug, cache } = process;
    const executor = byProcess.get(definition.name);
    if (executor === undefined) return [];
    const changing = dynamics === undefined ? {} : { dynamics };
    const files = { inputs, outputs, ...(cache === undefined ? {} : { cache }) };
    return [{ definition, ...changing, executor, script, ...files, outputsStdout, debug, view }];
  });
}
