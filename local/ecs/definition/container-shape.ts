import { flag, listOf, mapOf, type Members, text } from '../../http/aws-json.js';
import { echoed, integer, known } from './known-members.js';

export const environmentShape = listOf(known({ name: text, value: text }));

const environmentFile = { value: text, type: text };
export const environmentFilesShape = listOf(known(environmentFile));

const requirement = {
  type: text,
  /** `1`, `0.25`, `ALL`: required unless GPUs are shared. */
  value: text,
  sharingStrategy: known({ nvidiaMps: known({ memory: integer, maxComputePercent: integer }) }),
};
export const resourceShape = listOf(known(requirement));

const secret = { name: text, valueFrom: text };
const portMapping = {
  containerPort: integer,
  hostPort: integer,
  protocol: text,
  name: text,
  appProtocol: text,
  containerPortRange: text,
};
const healthCheck = {
  command: listOf(text),
  /** Seconds, as all times here. */
  interval: integer,
  timeout: integer,
  retries: integer,
  startPeriod: integer,
};
const linuxParameters = {
  capabilities: known({ add: listOf(text), drop: listOf(text) }),
  devices: listOf(known({ hostPath: text, containerPath: text, permissions: listOf(text) })),
  initProcessEnabled: flag,
  sharedMemorySize: integer,
  /** `size` is in MiB. */
  tmpfs: listOf(known({ containerPath: text, size: integer, mountOptions: listOf(text) })),
  maxSwap: integer,
  swappiness: integer,
};
const restartPolicy = {
  enabled: flag,
  ignoredExitCodes: listOf(integer),
  /** Seconds. */
  restartAttemptPeriod: integer,
};
const logConfiguration = {
  logDriver: text,
  options: mapOf(text),
  secretOptions: listOf(known(secret)),
};
const mountPoint = { sourceVolume: text, containerPath: text, readOnly: flag };
const volumeFrom = { sourceContainer: text, readOnly: flag };
const dependency = { containerName: text, condition: text };
const firelensConfiguration = { type: text, options: mapOf(text) };
const ulimit = { name: text, softLimit: integer, hardLimit: integer };
const systemControl = { namespace: text, value: text };

const containerMembers = {
  name: text,
  image: text,
  repositoryCredentials: known({ credentialsParameter: text }),
  cpu: integer,
  memory: integer,
  memoryReservation: integer,
  links: listOf(text),
  portMappings: listOf(known(portMapping)),
  essential: flag,
  restartPolicy: known(restartPolicy),
  entryPoint: listOf(text),
  command: listOf(text),
  environment: environmentShape,
  environmentFiles: environmentFilesShape,
  mountPoints: listOf(known(mountPoint)),
  volumesFrom: listOf(known(volumeFrom)),
  linuxParameters: known(linuxParameters),
  secrets: listOf(known(secret)),
  dependsOn: listOf(known(dependency)),
  startTimeout: integer,
  stopTimeout: integer,
  versionConsistency: text,
  hostname: text,
  user: text,
  workingDirectory: text,
  disableNetworking: flag,
  privileged: flag,
  readonlyRootFilesystem: flag,
  dnsServers: listOf(text),
  dnsSearchDomains: listOf(text),
  extraHosts: echoed,
  dockerSecurityOptions: listOf(text),
  interactive: flag,
  pseudoTerminal: flag,
  dockerLabels: mapOf(text),
  ulimits: listOf(known(ulimit)),
  logConfiguration: known(logConfiguration),
  healthCheck: known(healthCheck),
  systemControls: listOf(known(systemControl)),
  resourceRequirements: resourceShape,
  firelensConfiguration: known(firelensConfiguration),
  credentialSpecs: listOf(text),
};

/** One container of a definition: every member of AWS's model. */
export const containerShape = known(containerMembers);

export type ContainerDefinition = Members<typeof containerMembers>;
export type ResourceRequirement = Members<typeof requirement>;
export type Secret = Members<typeof secret>;
export type PortMapping = Members<typeof portMapping>;
export type HealthCheck = Members<typeof healthCheck>;
export type LinuxParameters = Members<typeof linuxParameters>;
export type RestartPolicy = Members<typeof restartPolicy>;
export type LogConfiguration = Members<typeof logConfiguration>;
export type ContainerDependency = Members<typeof dependency>;
export type EnvironmentFile = Members<typeof environmentFile>;
export type FirelensConfiguration = Members<typeof firelensConfiguration>;
export type Ulimit = Members<typeof ulimit>;
export type SystemControl = Members<typeof systemControl>;
