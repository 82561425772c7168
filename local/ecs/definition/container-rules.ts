import { logProblems } from './log-rules.js';
import { type ContainerDefinition, has } from './definition-shape.js';

/** Container parameters Managed Instances reject (facts §1a, DG:managed-instances-tasks-services). */
const rejected = [
  'hostname',
  'links',
  'dnsServers',
  'dnsSearchDomains',
  'disableNetworking',
  'dockerSecurityOptions',
];
const rejectedLinux = ['sharedMemorySize', 'maxSwap', 'swappiness'];

/** Parameters AWS accepts that this cloud cannot act on yet: refused by name, never silently dropped. */
const unserved = [
  'secrets',
  'environmentFiles',
  'repositoryCredentials',
  'dependsOn',
  'healthCheck',
  'restartPolicy',
  'mountPoints',
  'volumesFrom',
  'firelensConfiguration',
  'extraHosts',
  'workingDirectory',
  'startTimeout',
];

const within = (value: number | undefined, least: number, most: number): boolean =>
  value === undefined || (Number.isInteger(value) && value >= least && value <= most);

/** What Managed Instances or this cloud refuse of one container, each with its path. */
export function managedContainerProblems(container: ContainerDefinition, path: string): string[] {
  const linux = container.linuxParameters ?? {};
  return [
    ...rejected
      .filter((member) => has(container, member))
      .map((member) => `${path}.${member} is not supported on Managed Instances`),
    ...rejectedLinux
      .filter((member) => has(linux, member))
      .map((member) => `${path}.linuxParameters.${member} is not supported on Managed Instances`),
    ...unserved
      .filter((member) => has(container, member))
      .map((member) => `${path}.${member} is not served by the local cloud`),
    ...(within(container.stopTimeout, 0, 86_400)
      ? []
      : [`${path}.stopTimeout ${container.stopTimeout ?? ''}: 0 to 86400 seconds is allowed`]),
    ...logProblems(container.logConfiguration, path),
  ];
}

/** What every launch type demands of one container. */
export function containerProblems(
  container: ContainerDefinition,
  path: string,
  taskMemory: number | undefined,
): string[] {
  const name = container.name ?? '';
  const hard = container.memory;
  return [
    ...(/^[A-Za-z0-9_-]{1,255}$/.test(name)
      ? []
      : [`${path}.name '${name}' must be 1 to 255 letters, digits, '-' or '_'`]),
    ...(container.image === undefined || container.image === ''
      ? [`${path}.image should not be null or empty`]
      : []),
    ...(within(hard, 6, Number.MAX_SAFE_INTEGER) &&
    within(container.memoryReservation, 6, Number.MAX_SAFE_INTEGER)
      ? []
      : [`${path}: memory and memoryReservation must be at least 6 MiB`]),
    ...(taskMemory === undefined && hard === undefined && container.memoryReservation === undefined
      ? [
          `Invalid setting for container '${name}': at least one of 'memory' or 'memoryReservation' must be specified`,
        ]
      : []),
    ...(taskMemory !== undefined && hard !== undefined && hard > taskMemory
      ? [`${path}.memory ${hard} is larger than the task's memory ${taskMemory}`]
      : []),
  ];
}
