import { containerProblems, managedContainerProblems } from './container-rules.js';
import { type DefinitionInput, has } from './definition-shape.js';
import { fargateProblems, memoryMiB, sizeProblems } from './task-size.js';

/** Task parameters Managed Instances reject (facts §1a). */
const rejected = ['ephemeralStorage', 'proxyConfiguration', 'inferenceAccelerators', 'ipcMode'];

const launchTypes = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];

/** What RegisterTaskDefinition has against a definition, every problem at once; empty where it is fine. */
export function definitionProblems(definition: DefinitionInput): string[] {
  const compatibilities = definition.requiresCompatibilities ?? [];
  return [
    ...commonProblems(definition),
    ...compatibilities
      .filter((name) => !launchTypes.includes(name))
      .map((name) => `requiresCompatibilities '${name}' is none of ${launchTypes.join(', ')}`),
    ...(compatibilities.includes('MANAGED_INSTANCES') ? managedProblems(definition) : []),
    ...(compatibilities.includes('FARGATE') ? fargateProblems(definition.cpu, definition.memory) : []),
  ];
}

function commonProblems(definition: DefinitionInput): string[] {
  const containers = definition.containerDefinitions ?? [];
  const names = containers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  // Text that is no size is told once, as such, by the rules of sizes.
  const taskMemory =
    definition.memory === undefined ? undefined : (memoryMiB(definition.memory) ?? Number.MAX_SAFE_INTEGER);
  return [
    ...(/^[A-Za-z0-9_-]{1,255}$/.test(definition.family ?? '')
      ? []
      : [`family '${definition.family ?? ''}' must be 1 to 255 letters, digits, '-' or '_'`]),
    // One definition holds at most ten containers and 64 KiB (facts §1d).
    ...(containers.length < 1 ? ['Container list cannot be empty'] : []),
    ...(containers.length > 10 ? [`${containers.length} containers: at most 10 are allowed`] : []),
    ...(Buffer.byteLength(JSON.stringify(definition)) > 65_536
      ? ['the definition is larger than 64 KiB']
      : []),
    ...(twice === undefined ? [] : [`container name '${twice}' is used twice`]),
    ...(containers.length > 0 && containers.every(({ essential }) => essential === false)
      ? ['at least one container must be essential']
      : []),
    ...containers.flatMap((container, index) =>
      containerProblems(container, `containerDefinitions[${index}]`, taskMemory),
    ),
  ];
}

function managedProblems(definition: DefinitionInput): string[] {
  const containers = definition.containerDefinitions ?? [];
  const mode = definition.networkMode;
  const { operatingSystemFamily: system = 'LINUX', cpuArchitecture } = definition.runtimePlatform ?? {};
  return [
    // AWS's pages contradict each other on a default, so a definition that leaves it open is refused (facts §1a).
    ...(mode === 'awsvpc' || mode === 'host'
      ? []
      : [`networkMode '${mode ?? ''}' is not supported on Managed Instances: set awsvpc or host`]),
    ...(system === 'LINUX' ? [] : [`operatingSystemFamily '${system}': Managed Instances run LINUX only`]),
    ...(cpuArchitecture === undefined || ['X86_64', 'ARM64'].includes(cpuArchitecture)
      ? []
      : [`cpuArchitecture '${cpuArchitecture}' must be X86_64 or ARM64`]),
    ...sizeProblems(definition.cpu, definition.memory),
    ...rejected
      .filter((member) => has(definition, member))
      .map((member) => `${member} is not supported on Managed Instances`),
    ...['volumes', 'placementConstraints']
      .filter((member) => has(definition, member))
      .map((member) => `${member} is not served by the local cloud`),
    ...containers.flatMap((container, index) =>
      managedContainerProblems(container, `containerDefinitions[${index}]`),
    ),
  ];
}
