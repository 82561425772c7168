import { flag, listOf, type Members, structure, text } from '../../http/aws-json.js';
import { containerShape } from './container-shape.js';
import { echoed, known } from './known-members.js';
import { volumeShape } from './volume-shape.js';

export {
  type ContainerDefinition,
  environmentFilesShape,
  environmentShape,
  resourceShape,
} from './container-shape.js';

const definitionMembers = {
  family: text,
  taskRoleArn: text,
  executionRoleArn: text,
  networkMode: text,
  containerDefinitions: listOf(containerShape),
  volumes: listOf(volumeShape),
  placementConstraints: listOf(known({ type: text, expression: text })),
  requiresCompatibilities: listOf(text),
  /** CPU units as text; a revision's is always a plain whole number. */
  cpu: text,
  /** MiB as text; a revision's is always a plain whole number. */
  memory: text,
  tags: listOf(structure({ key: text, value: text })),
  pidMode: text,
  ipcMode: text,
  proxyConfiguration: echoed,
  inferenceAccelerators: echoed,
  ephemeralStorage: echoed,
  runtimePlatform: known({ cpuArchitecture: text, operatingSystemFamily: text }),
  enableFaultInjection: flag,
};

/** What an answer holds beside what was registered: people describe, change and register again. */
const answered = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
];

/** RegisterTaskDefinition's input: every member of AWS's model. */
export const definitionShape = known(definitionMembers, answered);

export type DefinitionInput = Members<typeof definitionMembers>;

/** A member by name, for the lists of parameters that are only refused or named; an empty one is as good as none. */
export function has(structure: object, member: string): boolean {
  const value = (structure as Readonly<Record<string, unknown>>)[member];
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
