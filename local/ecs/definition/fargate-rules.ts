import { type ContainerDefinition } from './container-shape.js';
import { type DefinitionInput, has } from './definition-shape.js';
import { unless, within } from './rule.js';
import { fargateSizeProblems } from './task-size.js';

/** Parameters Fargate rejects, by the words its error uses for them. */
const rejected = {
  task: { placementConstraints: 'constraints', ipcMode: 'ipcMode' },
  container: {
    links: 'links',
    privileged: 'privileged',
    dnsServers: 'dnsServers',
    dnsSearchDomains: 'dnsSearchDomains',
    extraHosts: 'extraHosts',
    disableNetworking: 'disableNetworking',
    dockerSecurityOptions: 'dockerSecurityOptions',
  },
  linux: {
    devices: 'devices',
    sharedMemorySize: 'sharedMemorySize',
    maxSwap: 'maxSwap',
    swappiness: 'swappiness',
  },
  volume: { dockerVolumeConfiguration: 'dockerVolumeConfiguration' },
};
const drivers = ['awslogs', 'splunk', 'awsfirelens'];

const notSupported = (structure: object, members: Readonly<Record<string, string>>, path = ''): string[] =>
  Object.entries(members)
    .filter(([member]) => has(structure, member))
    .map(([, word]) => `${path}Fargate compatible task definitions do not support ${word}`);

/** Where FARGATE is listed beside MANAGED_INSTANCES, Fargate's rules hold too (facts §1a). */
export function fargateProblems(definition: DefinitionInput): string[] {
  const { containerDefinitions: containers = [], volumes = [], networkMode, pidMode } = definition;
  return [
    ...unless(
      networkMode === 'awsvpc',
      `Fargate only supports network mode ‘awsvpc’ (networkMode '${networkMode ?? ''}')`,
    ),
    ...fargateSizeProblems(definition.cpu, definition.memory),
    ...unless(pidMode !== 'host', "Fargate knows no pidMode but 'task'"),
    ...notSupported(definition, rejected.task),
    ...volumes.flatMap((volume, index) => [
      ...notSupported(volume, rejected.volume, `volumes[${index}]: `),
      ...notSupported(volume.host ?? {}, { sourcePath: 'sourcePath' }, `volumes[${index}].host: `),
    ]),
    ...containers.flatMap((container, index) =>
      containerProblems(container, `containerDefinitions[${index}]`, definition),
    ),
  ];
}

function containerProblems(
  container: ContainerDefinition,
  path: string,
  definition: DefinitionInput,
): string[] {
  const { linuxParameters = {}, logConfiguration, resourceRequirements = [] } = container;
  const driver = logConfiguration?.logDriver;
  const added = (linuxParameters.capabilities?.add ?? []).filter((name) => name !== 'SYS_PTRACE');
  return [
    ...notSupported(container, rejected.container, `${path}: `),
    ...notSupported(linuxParameters, rejected.linux, `${path}.linuxParameters: `),
    ...unless(
      added.length === 0,
      `${path}: Fargate adds no capability but SYS_PTRACE, not ${added.join(', ')}`,
    ),
    ...unless(
      within(container.startTimeout, 2, 120) && within(container.stopTimeout, 2, 120),
      `${path}: Fargate allows a startTimeout and a stopTimeout of 2 to 120 seconds`,
    ),
    ...unless(
      driver === undefined || drivers.includes(driver),
      `${path}.logConfiguration: '${driver ?? ''}' is not a valid log driver. Must be one of [${drivers.join(',')}]`,
    ),
    ...unless(
      driver !== 'awslogs' || has(definition, 'executionRoleArn'),
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ),
    ...unless(
      resourceRequirements.length === 0,
      `${path}: Tasks using the Fargate launch type do not support GPU resource requirements`,
    ),
  ];
}
