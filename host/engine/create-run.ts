import { Leftovers } from '../leftovers/leftovers.js';
import type { FileStore } from '../storage/file-store.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import { CallOutputs } from './call-outputs.js';
import { EngineRun } from './engine-run.js';
import type { ReportWords } from './failure-report.js';
import { guardedReporter } from './guarded-reporter.js';
import { openObservers, type ObserverGround } from './open-observers.js';
import { prepareRun, type PreparedRun } from './prepared-run.js';
import type { PipelineRun, RunOptions, RunReporter } from './run-api.js';
import type { RunObserver } from './run-observer.js';
import type { RunPlan } from './run-plan.js';
import { RunRecords } from './run-records.js';
import { TaskBoard } from './task-board.js';
import { TaskConductor } from './task-conductor.js';

/**
 * Reads the pipeline and its configuration, loads plugins and checks every process. Nothing is launched and no
 * backend is called before `execute()`.
 * @throws ScriptError, or ExecutorError with everything that must change before the run can start.
 */
export function createRun(options: RunOptions): Promise<PipelineRun> {
  return assembleRun(options, (plan) => new S3FileStore(s3ClientSettings(plan.config), options));
}

/** {@link createRun} over any file store, with any records: the seam for tests. */
export async function assembleRun(
  options: RunOptions,
  openStore: (plan: RunPlan) => FileStore,
  observe: (ground: ObserverGround) => readonly RunObserver[] = openObservers,
): Promise<PipelineRun> {
  const { clock, logger, scriptPath } = options;
  const reporter = guardedReporter(options.reporter, logger);
  const words = wordsOf(options);
  const prepared = await prepareRun(options, {
    openStore,
    followerOver: (store, { config }) => {
      const records = new RunRecords(observe({ options, config, store }), logger);
      const outputs = new CallOutputs(store, words.describeWorkDir);
      return new TaskConductor(outputs, new TaskBoard(reporter, records), logger);
    },
  });
  const { runName, sessionId, workDir, session, store, follower: conductor } = prepared;
  conductor.plan(prepared.calls, session.dispatcher);
  const executors = [...session.executors.keys()];
  const info = { runName, sessionId, scriptPath, workDir, executors };
  const leftovers = openLeftovers(prepared, options, reporter);
  return new EngineRun({ info, leftovers, session, conductor, store, reporter, clock, logger, ...words });
}

function openLeftovers(
  { store: files, workDir, scriptPath, sessionId, runName, owner, session }: PreparedRun<unknown>,
  { clock, random, logger, sweep = false }: RunOptions,
  told: RunReporter,
): Leftovers {
  return new Leftovers({
    ...{ files, workDir, scriptPath, sessionId, runName, owner, executors: session.executors },
    ...{ clock, random, logger, told, sweep, halted: () => session.isHalted },
  });
}

function wordsOf({ describeWorkDir, describeLogs }: RunOptions): ReportWords {
  return {
    ...(describeWorkDir === undefined ? {} : { describeWorkDir }),
    ...(describeLogs === undefined ? {} : { describeLogs }),
  };
}
