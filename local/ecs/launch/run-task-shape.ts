import { anything, flag, listOf, type Members, number, structure, text } from '../../http/aws-json.js';
import { strategyShape } from '../cluster/strategy.js';
import { environmentFilesShape, environmentShape, resourceShape } from '../definition/definition-shape.js';
import { tagsShape } from '../tag-rules.js';

const containerOverrideMembers = {
  name: text,
  command: listOf(text),
  environment: environmentShape,
  environmentFiles: environmentFilesShape,
  cpu: number,
  memory: number,
  memoryReservation: number,
  resourceRequirements: resourceShape,
};

const overrideMembers = {
  containerOverrides: listOf(structure(containerOverrideMembers)),
  cpu: text,
  memory: text,
  executionRoleArn: text,
  taskRoleArn: text,
  ephemeralStorage: anything,
  inferenceAcceleratorOverrides: listOf(anything),
};

const networkMembers = {
  awsvpcConfiguration: structure({
    subnets: listOf(text),
    securityGroups: listOf(text),
    assignPublicIp: text,
  }),
};

const ebsMembers = {
  encrypted: flag,
  kmsKeyId: text,
  volumeType: text,
  sizeInGiB: number,
  snapshotId: text,
  /** MiB/s. */
  volumeInitializationRate: number,
  iops: number,
  /** MiB/s. */
  throughput: number,
  tagSpecifications: listOf(structure({ resourceType: text, tags: tagsShape, propagateTags: text })),
  roleArn: text,
  terminationPolicy: structure({ deleteOnTermination: flag }),
  filesystemType: text,
};

const volumeMembers = { name: text, managedEBSVolume: structure(ebsMembers) };

const runTaskMembers = {
  cluster: text,
  taskDefinition: text,
  count: number,
  capacityProviderStrategy: strategyShape,
  launchType: text,
  networkConfiguration: structure(networkMembers),
  overrides: structure(overrideMembers),
  startedBy: text,
  group: text,
  clientToken: text,
  referenceId: text,
  tags: tagsShape,
  propagateTags: text,
  enableECSManagedTags: flag,
  enableExecuteCommand: flag,
  platformVersion: text,
  placementConstraints: listOf(structure({ type: text, expression: text })),
  placementStrategy: listOf(anything),
  volumeConfigurations: listOf(structure(volumeMembers)),
};

export const runTaskShape = structure(runTaskMembers);

export type RunTaskInput = Members<typeof runTaskMembers>;
export type TaskOverride = Members<typeof overrideMembers>;
export type NetworkConfiguration = Members<typeof networkMembers>;
export type VolumeConfiguration = Members<typeof volumeMembers>;
export type ManagedEbsVolume = Members<typeof ebsMembers>;
