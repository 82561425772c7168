import { anything, flag, listOf, mapOf, type Members, number, structure, text } from '../../http/aws-json.js';

export const environmentShape = listOf(structure({ name: text, value: text }));
export const resourceShape = listOf(structure({ type: text, value: text }));

const containerMembers = {
  name: text,
  image: text,
  cpu: number,
  memory: number,
  memoryReservation: number,
  essential: flag,
  entryPoint: listOf(text),
  command: listOf(text),
  environment: environmentShape,
  resourceRequirements: resourceShape,
  workingDirectory: text,
  startTimeout: number,
  stopTimeout: number,
  linuxParameters: structure({
    capabilities: anything,
    devices: anything,
    initProcessEnabled: flag,
    sharedMemorySize: number,
    tmpfs: anything,
    maxSwap: number,
    swappiness: number,
  }),
  logConfiguration: structure({ logDriver: text, options: mapOf(text), secretOptions: listOf(anything) }),
};

const definitionMembers = {
  family: text,
  networkMode: text,
  requiresCompatibilities: listOf(text),
  cpu: text,
  memory: text,
  executionRoleArn: text,
  taskRoleArn: text,
  containerDefinitions: listOf(structure(containerMembers)),
  runtimePlatform: structure({ cpuArchitecture: text, operatingSystemFamily: text }),
  volumes: listOf(anything),
  placementConstraints: listOf(structure({ type: text, expression: text })),
  tags: listOf(structure({ key: text, value: text })),
};

/** The members of RegisterTaskDefinition that rules or the runtime look at; the rest is kept and echoed. */
export const definitionShape = structure(definitionMembers);

export type ContainerDefinition = Members<typeof containerMembers>;
export type DefinitionInput = Members<typeof definitionMembers>;

/** A member by name, for the lists of parameters that are only refused or named; an empty one is as good as none. */
export function has(structure: object, member: string): boolean {
  const value = (structure as Readonly<Record<string, unknown>>)[member];
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
