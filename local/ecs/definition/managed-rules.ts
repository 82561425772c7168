import { type ContainerDefinition } from './container-shape.js';
import { type DefinitionInput, has } from './definition-shape.js';
import { portRangeUsed } from './port-rules.js';
import { unless, within } from './rule.js';

/**
 * What Managed Instances reject (facts §1a). On `ipcMode` and `extraHosts` AWS's pages contradict each other; they
 * are refused, so that what passes here passes there.
 */
const rejected = {
  task: ['ephemeralStorage', 'proxyConfiguration', 'inferenceAccelerators', 'ipcMode'],
  container: [
    'hostname',
    'links',
    'dnsServers',
    'dnsSearchDomains',
    'extraHosts',
    'disableNetworking',
    'dockerSecurityOptions',
    // Active Directory credentials: no page lists them for Managed Instances.
    'credentialSpecs',
  ],
  linux: ['sharedMemorySize', 'maxSwap', 'swappiness'],
  volume: ['dockerVolumeConfiguration', 'fsxWindowsFileServerVolumeConfiguration'],
};
const drivers = ['awslogs', 'splunk', 'awsfirelens', 'json-file'];

const notSupported = (structure: object, members: readonly string[], path = ''): string[] =>
  members
    .filter((member) => has(structure, member))
    .map((member) => `${path}${member} is not supported on Managed Instances`);

/** What Managed Instances have against a definition that is well-formed otherwise. */
export function managedProblems(definition: DefinitionInput): string[] {
  const { containerDefinitions: containers = [], volumes = [], networkMode = '' } = definition;
  const system = definition.runtimePlatform?.operatingSystemFamily ?? 'LINUX';
  return [
    // AWS's pages contradict each other on a default, so a definition that leaves it open is refused (facts §1a).
    ...unless(
      networkMode === 'awsvpc' || networkMode === 'host',
      `networkMode '${networkMode}' is not supported on Managed Instances: set awsvpc or host`,
    ),
    ...unless(system === 'LINUX', `operatingSystemFamily '${system}': Managed Instances run LINUX only`),
    ...notSupported(definition, rejected.task),
    ...volumes.flatMap((volume, index) => notSupported(volume, rejected.volume, `volumes[${index}].`)),
    ...containers.flatMap((container, index) =>
      containerProblems(container, `containerDefinitions[${index}]`, networkMode),
    ),
  ];
}

function containerProblems(container: ContainerDefinition, path: string, networkMode: string): string[] {
  const { stopTimeout, startTimeout, logConfiguration, linuxParameters = {} } = container;
  const driver = logConfiguration?.logDriver ?? 'awslogs';
  return [
    ...notSupported(container, rejected.container, `${path}.`),
    ...notSupported(linuxParameters, rejected.linux, `${path}.linuxParameters.`),
    ...unless(
      within(stopTimeout, 2, 86_400),
      `${path}.stopTimeout ${stopTimeout ?? ''}: 2 to 86400 seconds are allowed`,
    ),
    ...unless(
      within(startTimeout, 2, 600),
      `${path}.startTimeout ${startTimeout ?? ''}: 2 to 600 seconds are allowed`,
    ),
    ...unless(
      drivers.includes(driver),
      `${path}.logConfiguration.logDriver '${driver}' is not supported on Managed Instances: use ${drivers.join(', ')}`,
    ),
    ...unless(
      networkMode !== 'host' || !portRangeUsed(container),
      `${path}.portMappings: containerPortRange needs networkMode awsvpc on Managed Instances`,
    ),
  ];
}
