export { startLocalCloud, type LocalCloud } from './cloud.js';
export { type LocalCloudOptions } from './cloud-options.js';
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
export {
  type ContainerExit,
  type ContainerSpec,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from './runtime/task-runtime.js';
