import { containerProblems } from './container-rules.js';
import { type DefinitionInput } from './definition-shape.js';
import { dependencyProblems } from './dependency-rules.js';
import { fargateProblems } from './fargate-rules.js';
import { managedProblems } from './managed-rules.js';
import { resourceProblems } from './resource-rules.js';
import { roleProblems } from './role-rules.js';
import { among, isName, repeated, required, unless } from './rule.js';
import { memoryProblems, sizeProblems } from './task-size.js';
import { volumeProblems } from './volume-rules.js';

const launchTypes = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];
const operatingSystems = /^(LINUX|WINDOWS_SERVER_[0-9A-Z]+_(CORE|FULL))$/;

/** What RegisterTaskDefinition has against a definition, every problem at once; empty where it is fine. */
export function definitionProblems(definition: DefinitionInput): string[] {
  const compatibilities = definition.requiresCompatibilities ?? [];
  return [
    ...commonProblems(definition),
    ...compatibilities.flatMap((name) => among('requiresCompatibilities', name, launchTypes)),
    ...(compatibilities.includes('MANAGED_INSTANCES') ? managedProblems(definition) : []),
    ...(compatibilities.includes('FARGATE') ? fargateProblems(definition) : []),
  ];
}

/**
 * The launch types whose rules a definition passes, as `compatibilities` of its answers: those asked for, and the
 * others found on the way. Of a definition that has {@link definitionProblems}, this says nothing.
 */
export function compatibilitiesOf(definition: DefinitionInput): string[] {
  const wanted = new Set(definition.requiresCompatibilities ?? []);
  const awsvpc = definition.networkMode === 'awsvpc';
  const volumes = definition.volumes ?? [];
  const onEc2 = !volumes.some((volume) => volume.s3filesVolumeConfiguration !== undefined);
  return [
    ...(wanted.has('EXTERNAL') || (onEc2 && !awsvpc) ? ['EXTERNAL'] : []),
    ...(wanted.has('EC2') || onEc2 ? ['EC2'] : []),
    ...(managedProblems(definition).length === 0 ? ['MANAGED_INSTANCES'] : []),
    ...(fargateProblems(definition).length === 0 ? ['FARGATE'] : []),
  ];
}

/** Rules of every launch type. */
function commonProblems(definition: DefinitionInput): string[] {
  const { family = '', containerDefinitions: containers = [] } = definition;
  return [
    ...unless(isName(family), `family '${family}' must be 1 to 255 letters, digits, '-' or '_'`),
    ...listProblems(definition),
    ...modeProblems(definition),
    ...constraintProblems(definition),
    ...sizeProblems(definition.cpu, definition.memory),
    ...memoryProblems(definition),
    ...roleProblems(definition),
    ...volumeProblems(definition),
    ...containers.flatMap((container, index) =>
      containerProblems(container, `containerDefinitions[${index}]`, definition),
    ),
    ...dependencyProblems(containers),
    ...resourceProblems(containers),
  ];
}

/** Limits of a definition as a whole: ten containers and 64 KiB (facts §1d). */
function listProblems(definition: DefinitionInput): string[] {
  const { containerDefinitions: containers = [] } = definition;
  const length = Buffer.byteLength(JSON.stringify(definition));
  return [
    ...unless(containers.length > 0, 'Container list cannot be empty.'),
    ...unless(containers.length <= 10, `Too many containers: ${containers.length}, at most 10 are allowed`),
    ...unless(length <= 65_536, `Actual length: '${length}'. Max allowed length is '65536' bytes.`),
    ...repeated(containers.map(({ name = '' }) => name)).map(
      (name) => `container name '${name}' is used twice`,
    ),
    ...unless(
      containers.length === 0 || containers.some(({ essential }) => essential !== false),
      'at least one container must be essential',
    ),
  ];
}

function modeProblems(definition: DefinitionInput): string[] {
  const { cpuArchitecture, operatingSystemFamily: system = 'LINUX' } = definition.runtimePlatform ?? {};
  return [
    ...among('networkMode', definition.networkMode, ['none', 'bridge', 'host', 'awsvpc']),
    ...among('pidMode', definition.pidMode, ['host', 'task']),
    ...among('ipcMode', definition.ipcMode, ['host', 'task', 'none']),
    ...among('runtimePlatform.cpuArchitecture', cpuArchitecture, ['X86_64', 'ARM64']),
    ...unless(operatingSystems.test(system), `runtimePlatform.operatingSystemFamily '${system}' is unknown`),
    // Its requests would be let through to an endpoint this cloud does not have.
    ...unless(
      definition.enableFaultInjection !== true,
      'enableFaultInjection is not served by the local cloud: leave it out',
    ),
  ];
}

/** What an expression means is read when a task is placed (facts §1b). */
function constraintProblems({ placementConstraints = [] }: DefinitionInput): string[] {
  return [
    ...unless(
      placementConstraints.length <= 10,
      `placementConstraints: ${placementConstraints.length} are given, at most 10 are allowed`,
    ),
    ...placementConstraints.flatMap(({ type, expression }, index) => {
      const at = `placementConstraints[${index}]`;
      return [
        ...required(`${at}.type`, type),
        // RunTask also knows distinctInstance; a definition does not.
        ...(type === '' ? [] : among(`${at}.type`, type, ['memberOf'])),
        ...required(`${at}.expression`, expression),
      ];
    }),
  ];
}
