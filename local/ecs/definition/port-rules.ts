import { type ContainerDefinition, type PortMapping } from './container-shape.js';
import { among, repeated, unless, within } from './rule.js';

/** Whether a container maps a range of ports. */
export const portRangeUsed = ({ portMappings = [] }: ContainerDefinition): boolean =>
  portMappings.some(({ containerPortRange }) => containerPortRange !== undefined);

/** Rules of API:PortMapping. */
export function portProblems(
  mappings: readonly PortMapping[],
  path: string,
  networkMode: string | undefined,
): string[] {
  const ranges = mappings.filter(({ containerPortRange }) => containerPortRange !== undefined);
  const ports = mappings.flatMap(({ containerPort, protocol = 'tcp' }) =>
    containerPort === undefined ? [] : [`${containerPort}/${protocol}`],
  );
  return [
    ...mappings.flatMap((mapping, index) => [
      ...mappingProblems(mapping, `${path}.portMappings[${index}]`, networkMode),
      ...nameProblems(mapping, `${path}.portMappings[${index}]`),
    ]),
    ...repeated(ports).map((port) => `${path}.portMappings: container port ${port} is mapped twice`),
    ...unless(
      ranges.length <= 100,
      `${path}.portMappings: ${ranges.length} port ranges, at most 100 are allowed`,
    ),
    ...unless(
      networkMode !== 'none' || mappings.length === 0,
      `${path}.portMappings: there are no ports where networkMode is none`,
    ),
  ];
}

function mappingProblems(mapping: PortMapping, path: string, networkMode: string | undefined): string[] {
  const { containerPort, hostPort, containerPortRange } = mapping;
  if (containerPortRange !== undefined) {
    return [
      ...unless(
        containerPort === undefined && hostPort === undefined,
        `${path}: cannot specify both single port and port range`,
      ),
      ...unless(
        isRange(containerPortRange),
        `${path}.containerPortRange '${containerPortRange}' must be two ports from 1 to 65535, the lower first`,
      ),
    ];
  }
  const same = networkMode === 'awsvpc' || networkMode === 'host';
  return [
    ...unless(
      containerPort !== undefined && within(containerPort, 1, 65_535),
      `${path}.containerPort ${containerPort ?? '(missing)'} must be 1 to 65535`,
    ),
    ...unless(within(hostPort, 0, 65_535), `${path}.hostPort ${hostPort ?? ''} must be 0 to 65535`),
    ...unless(
      !same || hostPort === undefined || hostPort === containerPort,
      `${path}: When networkMode=${networkMode ?? ''}, the host ports and container ports in port mappings must match.`,
    ),
  ];
}

function nameProblems({ name, appProtocol }: PortMapping, path: string): string[] {
  return [
    ...unless(
      name === undefined || /^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name),
      `${path}.name '${name ?? ''}' must be 1 to 64 lowercase letters, digits, '_' or '-', not '-' first`,
    ),
    ...among(`${path}.appProtocol`, appProtocol, ['http', 'http2', 'grpc']),
  ];
}

function isRange(text: string): boolean {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  return Number(first) >= 1 && Number(last) <= 65_535 && Number(first) < Number(last);
}
