import { type ContainerDefinition, type PortMapping } from './container-shape.js';
import { type DefinitionInput } from './definition-shape.js';
import { cpuUnits, memoryMiB } from './task-size.js';
import { type Volume } from './volume-shape.js';

/**
 * A definition as AWS answers it: defaults filled in, sizes in plain units, without what it does not say.
 * AWS may also change the order of environment variables; that is not modelled.
 */
export function normalised(input: DefinitionInput): DefinitionInput {
  const { cpu, memory, containerDefinitions = [], volumes = [], networkMode } = input;
  // Tags belong to the revision, not to its content; sizes follow.
  const content: DefinitionInput = Object.fromEntries(
    Object.entries(input).filter(([member]) => !['tags', 'cpu', 'memory'].includes(member)),
  );
  return {
    placementConstraints: [],
    ...content,
    ...sized('cpu', cpu, cpuUnits),
    ...sized('memory', memory, memoryMiB),
    volumes: volumes.map(volumeWithDefaults),
    containerDefinitions: containerDefinitions.map((container) =>
      containerWithDefaults(container, networkMode),
    ),
  };
}

function sized(
  member: 'cpu' | 'memory',
  size: string | undefined,
  read: (text: string) => number | undefined,
): { readonly cpu?: string; readonly memory?: string } {
  const units = size === undefined ? undefined : read(size);
  return units === undefined ? {} : { [member]: String(units) };
}

const containerDefaults = {
  cpu: 0,
  essential: true,
  environment: [],
  mountPoints: [],
  volumesFrom: [],
  systemControls: [],
};
const healthDefaults = { interval: 30, timeout: 5, retries: 3 };

function containerWithDefaults(container: ContainerDefinition, networkMode?: string): ContainerDefinition {
  const { healthCheck, portMappings = [] } = container;
  return {
    ...containerDefaults,
    ...container,
    portMappings: portMappings.map((mapping) => portWithDefaults(mapping, networkMode)),
    ...(healthCheck === undefined ? {} : { healthCheck: { ...healthDefaults, ...healthCheck } }),
  };
}

/** Ports of awsvpc and host mode are the host's own; AWS takes any protocol but `udp` for `tcp`. */
function portWithDefaults(mapping: PortMapping, networkMode: string | undefined): PortMapping {
  const { containerPort, hostPort = networkMode === 'bridge' ? 0 : containerPort } = mapping;
  return {
    ...mapping,
    ...(hostPort === undefined ? {} : { hostPort }),
    protocol: mapping.protocol === 'udp' ? 'udp' : 'tcp',
  };
}

function volumeWithDefaults(volume: Volume): Volume {
  const { efsVolumeConfiguration: efs, ...rest } = volume;
  if (efs !== undefined) return { ...rest, efsVolumeConfiguration: { rootDirectory: '/', ...efs } };
  // A volume that says nothing is an empty bind mount.
  return Object.keys(rest).every((member) => member === 'name') ? { ...rest, host: {} } : volume;
}
