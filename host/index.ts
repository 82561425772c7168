/**
 * The reference engine: runs a pipeline, or single tasks, on the executors that plugins bring.
 *
 * @packageDocumentation
 */
export { openSession } from './session/open-session.js';
export type {
  CloseOptions,
  DirectiveMap,
  PerAttempt,
  InputSpec,
  ProcessSpec,
  SessionEnd,
  SessionObserver,
  SessionOptions,
  TaskOptions,
  TaskResult,
  TaskSession,
  TaskSpec,
} from './session/session-api.js';
export type { ErrorStrategy } from './script/failure-policy.js';
export type { PreviousAttempt, TaskContext } from './script/task-context.js';
export { systemClock, systemOwner, systemRandom } from './session/system-sources.js';
export type { LeftRun } from './leftovers/leftovers.js';
export type { RunOwner } from './lease/run-owner.js';
export { createRun } from './engine/create-run.js';
export { previewRun } from './engine/preview-run.js';
export type { PreviewedProcess, RunPreview } from './engine/preview-run.js';
export type {
  ConfigOverride,
  HistoryOptions,
  KnownTask,
  PipelineRun,
  ProcessProgress,
  RunInfo,
  RunOptions,
  RunReporter,
  RunRequest,
  RunResult,
  TaskView,
} from './engine/run-api.js';
export { ScriptError, type ScriptFault } from './lang/script-error.js';
export type { SourceLocation } from './lang/source-text.js';
