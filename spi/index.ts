/**
 * The contract between a workflow engine and an executor.
 *
 * @packageDocumentation
 */
export { SPI_VERSION } from './version.js';
export type { Clock, Timer } from './clock.js';
export type { LogFields, Logger } from './logger.js';
export type { BatchContext } from './batch-context.js';
export type { ConfigMap, ConfigValue, Session } from './session.js';
export type {
  DirectiveValue,
  ProcessDefinition,
  TaskDirectives,
  TaskLaunch,
  TaskRun,
  TaskStatus,
} from './task-run.js';
export type { OutcomeKind, Place, RetryAdvice, TaskOutcome } from './task-outcome.js';
export type { LogLine, TaskLog, TaskLogPart } from './task-log.js';
export type { TraceField, TraceFieldType, TraceRecord } from './trace-record.js';
export type { SubmitTurn, TaskHandler } from './task-handler.js';
export type { ShutdownOptions, ShutdownReport, TaskEvents, TaskMonitor } from './task-monitor.js';
export type { BackendTask, Housekeeping, Registration } from './housekeeping.js';
export type { Executor, ExecutorCapabilities, ExecutorPlugin, PluginManifest } from './executor.js';
export type { ExecutorErrorOptions, Problem } from './errors.js';
export {
  ConfigError,
  ExecutorError,
  PreconditionError,
  RequestError,
  ShutdownError,
  SubmitError,
  describeProblems,
  isExecutorError,
} from './errors.js';
export { redact, redactError } from './redact.js';
export { describeValue } from './describe-value.js';
export { printable } from './printable.js';
export { isUrl } from './is-url.js';
export { PollingTaskMonitor, type PollingTaskMonitorOptions } from './polling-task-monitor.js';
export type { FetchSnapshots } from './poll-round.js';
