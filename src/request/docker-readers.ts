import { describeValue } from '../../spi/index.js';
import { readCapability, readDevice, readSysctl, readTmpfs, readUlimit } from './linux-options.js';
import { invalid, refused, taken, type Fault, type Reading } from './reading.js';
import type { ContainerSettings } from './task-needs.js';
import { MOUNT_PATH } from './container-path.js';

/** What an option of `docker run` becomes on Managed Instances. */
export interface DockerReader {
  /** The member of ContainerDefinition, for the docs; empty for what ECS does anyway. */
  readonly becomes: string;
  /** @param value as given, `true` for a switch that stands alone. */
  read(value: string): Reading<ContainerSettings>;
}

/** StopTimeout on Managed Instances: 2 to 86400 seconds (DG task_definition_parameters-managed-instances). */
const STOP_TIMEOUT = { least: 2, most: 86_400 };
const VARIABLE = /^[A-Za-z_][\w.-]*$/;
/** The launch's own variables, which travel with each task and would win. */
const OF_THE_LAUNCH = /^(?:NXF|FUSION)_/;

/** A switch; off is what a container has anyway. */
function onOff(becomes: string, on: ContainerSettings, off: ContainerSettings = {}): readonly [DockerReader] {
  const read = (value: string): Reading<ContainerSettings> => {
    if (value === 'true') return taken(on);
    return value === 'false' ? taken(off) : refused(wrong('must be true or false', value));
  };
  return [{ becomes, read }];
}

/** Options of `docker run` that Managed Instances serve (facts: DG task_definition_parameters-managed-instances). */
export const dockerReaders: ReadonlyMap<string, DockerReader> = new Map<string, DockerReader>([
  ['cap-add', { becomes: 'linuxParameters.capabilities.add', read: (value) => readCapability('add', value) }],
  [
    'cap-drop',
    { becomes: 'linuxParameters.capabilities.drop', read: (value) => readCapability('drop', value) },
  ],
  ['device', { becomes: 'linuxParameters.devices', read: readDevice }],
  ['env', { becomes: 'environment', read: readVariable }],
  ['init', ...onOff('linuxParameters.initProcessEnabled', { linuxParameters: { initProcessEnabled: true } })],
  ['interactive', ...onOff('interactive', { interactive: true })],
  ['label', { becomes: 'dockerLabels', read: readLabel }],
  ['privileged', ...onOff('privileged', { privileged: true }, { privileged: false })],
  ['read-only', ...onOff('readonlyRootFilesystem', { readonlyRootFilesystem: true })],
  // ECS removes containers by itself: asked for or not, it happens.
  ['rm', ...onOff('', {})],
  ['stop-timeout', { becomes: 'stopTimeout', read: readStopTimeout }],
  ['sysctl', { becomes: 'systemControls', read: readSysctl }],
  ['tmpfs', { becomes: 'linuxParameters.tmpfs', read: readTmpfs }],
  ['tty', ...onOff('pseudoTerminal', { pseudoTerminal: true })],
  ['ulimit', { becomes: 'ulimits', read: readUlimit }],
  ['user', { becomes: 'user', read: readUser }],
  ['workdir', { becomes: 'workingDirectory', read: readWorkdir }],
]);

function readUser(value: string): Reading<ContainerSettings> {
  if (/^[^\s:]+(?::[^\s:]+)?$/.test(value)) return taken({ user: value });
  return refused(wrong('must be a user or uid, with : and a group or gid where wanted, as 1000:1000', value));
}

function readWorkdir(value: string): Reading<ContainerSettings> {
  if (MOUNT_PATH.test(value)) return taken({ workingDirectory: value });
  return refused(wrong("must be an absolute path without '.', '..', ':' or blanks, as /work", value));
}

function readStopTimeout(value: string): Reading<ContainerSettings> {
  const seconds = Number(value);
  if (/^\d+$/.test(value) && seconds >= STOP_TIMEOUT.least && seconds <= STOP_TIMEOUT.most)
    return taken({ stopTimeout: seconds });
  return refused(wrong(`must be ${STOP_TIMEOUT.least} to ${STOP_TIMEOUT.most} seconds, as 120`, value));
}

function readLabel(value: string): Reading<ContainerSettings> {
  const [name = '', ...rest] = value.split('=');
  if (name.trim() !== '') return taken({ dockerLabels: { [name]: rest.join('=') } });
  return refused(wrong('must be a name, = and a value, as team=genomics', value));
}

/** The value is never shown: people give passwords so. */
function readVariable(value: string): Reading<ContainerSettings> {
  const at = value.indexOf('=');
  const name = at < 0 ? value : value.slice(0, at);
  if (!VARIABLE.test(name))
    return refused(wrong('must be the name of a variable, = and a value, as LANG=C.UTF-8'));
  if (at < 0)
    return refused(
      wrong(`takes ${name} from the machine of the pipeline, which tasks do not see: add = and a value`),
    );
  if (OF_THE_LAUNCH.test(name))
    return refused(
      wrong(`would set ${name}, which belongs to Nextflow and Fusion; their settings are in fusion.*`),
    );
  return taken({ environment: [{ name, value: value.slice(at + 1) }] });
}

/** The option's name is put in front by whoever knows it. */
function wrong(message: string, found?: string): Fault {
  return invalid(message, found === undefined ? undefined : describeValue(found), '');
}
