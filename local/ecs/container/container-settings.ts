import { type ContainerSettings } from '../../runtime/task-runtime.js';
import { type LinuxParameters } from '../definition/container-shape.js';
import { type ContainerDefinition, type DefinitionInput, has } from '../definition/definition-shape.js';

/** Settings only a container can have; a runtime of plain processes says that it goes without. */
const containerOnly = [
  'privileged',
  'user',
  'readonlyRootFilesystem',
  'ulimits',
  'linuxParameters',
  'systemControls',
  'interactive',
  'pseudoTerminal',
  'resourceRequirements',
  'workingDirectory',
  'mountPoints',
  'volumesFrom',
];

/** Names of what a container asks for that plain processes cannot apply. */
export const containerOnlyMembers = (
  definition: DefinitionInput,
  container: ContainerDefinition,
): string[] => [
  ...containerOnly.filter((setting) => has(container, setting)),
  ...['pidMode', 'taskRoleArn'].filter((setting) => has(definition, setting)),
];

/** The settings of one container as its runtime takes them. */
export function containerSettings(
  { pidMode }: DefinitionInput,
  container: ContainerDefinition,
): ContainerSettings {
  const { privileged, readonlyRootFilesystem, user, interactive, pseudoTerminal } = container;
  const { ulimits = [], systemControls = [], linuxParameters = {} } = container;
  return {
    ...(privileged === true ? { privileged } : {}),
    ...(readonlyRootFilesystem === true ? { readonlyRootFilesystem } : {}),
    ...(user === undefined ? {} : { user }),
    ...(interactive === true ? { interactive } : {}),
    ...(pseudoTerminal === true ? { pseudoTerminal } : {}),
    ...(pidMode === 'host' || pidMode === 'task' ? { pidMode } : {}),
    ...(ulimits.length === 0
      ? {}
      : {
          ulimits: ulimits.map(({ name = '', softLimit = 0, hardLimit = 0 }) => ({
            name,
            soft: softLimit,
            hard: hardLimit,
          })),
        }),
    ...(systemControls.length === 0
      ? {}
      : {
          systemControls: systemControls.map(({ namespace = '', value = '' }) => ({ namespace, value })),
        }),
    ...linuxSettings(linuxParameters),
  };
}

/** Docker gives a device the permissions `rwm` where none are named. */
const everyPermission = ['read', 'write', 'mknod'];

function linuxSettings(linux: LinuxParameters): ContainerSettings {
  const { capabilities, devices = [], tmpfs = [], initProcessEnabled } = linux;
  return {
    ...(initProcessEnabled === true ? { initProcess: true } : {}),
    ...(capabilities === undefined
      ? {}
      : { capabilities: { add: capabilities.add ?? [], drop: capabilities.drop ?? [] } }),
    ...(devices.length === 0
      ? {}
      : {
          devices: devices.map(({ hostPath = '', containerPath, permissions = [] }) => ({
            hostPath,
            containerPath: containerPath ?? hostPath,
            permissions: permissions.length === 0 ? everyPermission : permissions,
          })),
        }),
    ...(tmpfs.length === 0
      ? {}
      : {
          tmpfs: tmpfs.map(({ containerPath = '', size = 0, mountOptions = [] }) => ({
            containerPath,
            sizeMiB: size,
            mountOptions,
          })),
        }),
  };
}
