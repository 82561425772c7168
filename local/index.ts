export { startLocalCloud, type LocalCloud } from './cloud.js';
export { type LocalCloudOptions } from './cloud-options.js';
export { type RunSettings } from './run-settings.js';
export { seededProvider } from './seed.js';
export { systemClock, type Clock, type Timer } from './clock.js';
export { CallRecord, type ApiCall } from './http/call-record.js';
export { Ec2Network, type SubnetSpec } from './ec2/ec2-network.js';
export { addDefaultVpc } from './ec2/default-vpc.js';
export {
  type Route,
  type RouteTable,
  type RouteTableAssociation,
  type RouteTarget,
  type SecurityGroup,
  type Subnet,
  type Vpc,
  type VpcEndpoint,
} from './ec2/network-model.js';
export { type EcsService } from './ecs/ecs-service.js';
export { LocalControl, type FaultList } from './control/local-control.js';
export { type CloudActs, type Drought, type InstanceSelector } from './faults/cloud-acts.js';
export { type CallRule } from './faults/call-rule.js';
export { ScenarioError } from './faults/scenario/scenario-error.js';
export { type Act, type Scenario, type ScenarioEvent } from './faults/scenario/scenario.js';
export { type ImageRule, type TaskRule } from './faults/task-rule.js';
export { DataFolderInUseError } from './kept-state.js';
export { type RuntimeChoice, runtimeChoices, RuntimeUnavailableError } from './runtime/choose-runtime.js';
export { type SimulationRule } from './runtime/simulated/simulation-rule.js';
export { VirtualClock } from './time/virtual-clock.js';
export {
  type ContainerExit,
  type ContainerSpec,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from './runtime/task-runtime.js';
