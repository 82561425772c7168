import type { ProcessDefinition, Session, TaskRun } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import { s3ClientSettings } from '../storage/s3-client-settings.js';
import { S3FileStore } from '../storage/s3-file-store.js';
import type { PlannedCall } from './planned-call.js';
import { prepareRun } from './prepared-run.js';
import type { RunRequest } from './run-api.js';
import type { RunPlan } from './run-plan.js';
import type { TaskFollower } from './task-follower.js';

/** A process that the run would use. */
export interface PreviewedProcess {
  readonly definition: ProcessDefinition;
  /** Name of the executor it would run on. */
  readonly executor: string;
  /** Its task. The hash and work dir, and the session's id and name where it was given none, are new in every run. */
  readonly sample: TaskRun;
  /** The run gives the task another image than the sample's, which it asks for only then. */
  readonly imagePending: boolean;
}

/** What a run would do, as far as the engine decides it. Nothing was launched and no backend called. */
export interface RunPreview {
  /** As its executors would see it. */
  readonly session: Session;
  /** In the order of their calls. */
  readonly processes: readonly PreviewedProcess[];
  /**
   * Makes sure of the work dir as a run does once its executors have started, without writing to it.
   * @throws PreconditionError WORK_DIR_UNUSABLE, or ExecutorError STORAGE_FAILED.
   */
  requireWorkDir(): Promise<void>;
  /** Lets go of the executors and the store. */
  close(): Promise<void>;
}

/**
 * Looks at what `createRun` with these options would run, and how. Everything that it refuses is refused here.
 * @throws ScriptError, or ExecutorError with everything that must change before the run can start.
 */
export function previewRun(options: RunRequest): Promise<RunPreview> {
  return assemblePreview(options, (plan) => new S3FileStore(s3ClientSettings(plan.config)));
}

/** {@link previewRun} over any file store: the seam for tests. */
export async function assemblePreview(
  options: RunRequest,
  openStore: (plan: RunPlan) => FileStore,
): Promise<RunPreview> {
  const prepared = await prepareRun(options, { openStore, followerOver: () => nobody });
  const { session, store } = prepared;
  return {
    session: session.session,
    processes: prepared.calls.map((call) => {
      const { definition, executor } = call;
      return {
        definition,
        executor,
        sample: session.sampleOf(call),
        imagePending: session.changesImage(call),
      };
    }),
    requireWorkDir: () => session.requireWorkDir(),
    close: async () => {
      await session.shutDown();
      store.close();
    },
  };
}

/** Follows tasks that never begin. */
const nobody: TaskFollower<PlannedCall> = {
  cached: () => undefined,
  submitted: () => undefined,
  running: () => undefined,
  again: () => undefined,
  succeeded: () => undefined,
  failed: () => undefined,
  broke: () => undefined,
};
