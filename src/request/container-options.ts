import type { DirectiveValue } from '../../spi/index.js';
import { nearest } from '../nearest.js';
import { mergedSettings } from './container-settings.js';
import { knownOptions, SHORT_NAMES, SWITCHES } from './docker-names.js';
import { dockerReaders } from './docker-readers.js';
import { dockerRefusals } from './docker-refusals.js';
import { EXAMPLE, readGivenOptions, type GivenOption } from './given-options.js';
import { invalid, judged, refused, type Fault, type Reading } from './reading.js';
import type { ContainerSettings } from './task-needs.js';

/** Docker's options, in ECS's words. What Managed Instances cannot do is refused by name. */
export function readContainerOptions(value: DirectiveValue): Reading<ContainerSettings> {
  const given = readGivenOptions(value);
  if (!given.ok) return given;
  const readings = given.value.map(readOption);
  const faults = readings.flatMap((reading) => (reading.ok ? [] : reading.faults));
  const settings = mergedSettings(...readings.flatMap((reading) => (reading.ok ? [reading.value] : [])));
  return judged(settings, [...faults, ...powerlessDrop(settings)]);
}

function readOption({ name, value }: GivenOption): Reading<ContainerSettings> {
  const refusal = dockerRefusals.get(name);
  if (refusal !== undefined)
    return refused(invalid(`has ${shown(name)}, which ${refusal.reason}`, undefined, refusal.instead));
  const reader = dockerReaders.get(name);
  if (reader === undefined) return refused(unknown(name));
  if (value === undefined && !SWITCHES.has(name))
    return refused(invalid(`has ${shown(name)} without a value`, undefined, EXAMPLE));
  const reading = reader.read(value ?? 'true');
  if (reading.ok) return reading;
  return refused(
    ...reading.faults.map(({ message, found }) =>
      invalid(`has ${shown(name)}, which ${message}`, found, EXAMPLE),
    ),
  );
}

function unknown(name: string): Fault {
  const near = nearest(name, knownOptions);
  return invalid(
    `has ${shown(name)}, which is no option of docker run`,
    undefined,
    near === undefined ? 'Remove it.' : `Did you mean ${shown(near)}? If not, remove it.`,
  );
}

/** A privileged container has every capability, whatever is dropped. */
function powerlessDrop({ privileged, linuxParameters }: ContainerSettings): Fault[] {
  if (privileged !== true || linuxParameters?.capabilities?.drop === undefined) return [];
  return [
    invalid(
      'has --privileged, which gives every capability, and --cap-drop, which then takes none',
      undefined,
      'Remove one of the two.',
    ),
  ];
}

function shown(name: string): string {
  return name.length === 1 && !SHORT_NAMES.has(name) ? `-${name}` : `--${name}`;
}
