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
  volumeConfigurations: listOf(anything),
};

export const runTaskShape = structure(runTaskMembers);

export type RunTaskInput = Members<typeof runTaskMembers>;
export type TaskOverride = Members<typeof overrideMembers>;
export type NetworkConfiguration = Members<typeof networkMembers>;
