/**
 * The local cloud: ECS Managed Instances, EC2, CloudWatch Logs, S3 and Wave on 127.0.0.1, for tests and trials.
 *
 * @packageDocumentation
 */
export { startLocalCloud, type LocalCloud } from './cloud.js';
export type { LocalCloudOptions } from './cloud-options.js';
export type { RunSettings } from './run-settings.js';
export type { Clock, Timer } from './clock.js';
export type { ApiCall, ApiCalls } from './http/call-record.js';
export { DataFolderInUseError } from './kept-state.js';
// Faults, scenarios, acts.
export type { ToldTask } from './ecs/task/told-task.js';
export type { CloudControl, FaultList } from './control/cloud-control.js';
export type { RecordedFault } from './http/call-fault.js';
export {
  throttleDisguises,
  type CallEffect,
  type CallRule,
  type Span,
  type ThrottleDisguise,
} from './faults/call-rule.js';
export type { Timing } from './faults/chance.js';
export { hostChecks, type Drought, type HostCheck, type InstanceSelector } from './faults/cloud-acts.js';
export type { RuleState } from './faults/rule-book.js';
export type { ActOutcome, DroughtState } from './faults/scenario/acts.js';
export type { Rules } from './faults/scenario/read-scenario.js';
export type { Act, Scenario, ScenarioEvent } from './faults/scenario/scenario.js';
export { ScenarioError } from './faults/scenario/scenario-error.js';
export {
  fusionFailureKinds,
  pullFailureKinds,
  startFailureKinds,
  type ImageRule,
  type FusionFailureKind,
  type PullFailureKind,
  type StartFailureKind,
  type TaskEffect,
  type TaskMatch,
  type TaskRule,
} from './faults/task-rule.js';
export type { StickingStatus } from './faults/task-faults.js';
export type { VirtualTime } from './time/virtual-time.js';
// What runs tasks.
export { type RuntimeChoice, runtimeChoices, RuntimeUnavailableError } from './runtime/choose-runtime.js';
export type { SimulationMatch, SimulationRule } from './runtime/simulated/simulation-rule.js';
export type {
  ContainerExit,
  ContainerSettings,
  ContainerSpec,
  Mount,
  MountSource,
  PulledImage,
  RegistryCredentials,
  RunningContainer,
  StartFailure,
  TaskRuntime,
} from './runtime/task-runtime.js';
