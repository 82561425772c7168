import type { ContainerSettings } from './task-needs.js';
import { present } from '../present.js';

type Linux = NonNullable<ContainerSettings['linuxParameters']>;

/**
 * Settings together: lists add up, the later one wins where two name the same. Lists are sorted, since the hash of
 * a definition may not depend on the order in which things were written.
 */
export function mergedSettings(...all: readonly ContainerSettings[]): ContainerSettings {
  const merged: ContainerSettings = Object.assign({}, ...all) as ContainerSettings;
  return present({
    ...merged,
    dockerLabels: unlessEmpty(
      Object.assign({}, ...all.map(({ dockerLabels }) => dockerLabels)) as Record<string, string>,
    ),
    environment: listed(
      all,
      ({ environment }) => environment,
      ({ name }) => name,
    ),
    linuxParameters: unlessEmpty(mergedLinux(all.map(({ linuxParameters = {} }) => linuxParameters))),
    systemControls: listed(
      all,
      ({ systemControls }) => systemControls,
      ({ namespace }) => namespace,
    ),
    ulimits: listed(
      all,
      ({ ulimits }) => ulimits,
      ({ name }) => name,
    ),
  });
}

function mergedLinux(all: readonly Linux[]): Linux {
  const capabilities = all.map((linux) => linux.capabilities ?? {});
  const name = (text: string): string => text;
  return present({
    ...(Object.assign({}, ...all) as Linux),
    capabilities: unlessEmpty(
      present({
        add: listed(capabilities, ({ add }) => add, name),
        drop: listed(capabilities, ({ drop }) => drop, name),
      }),
    ),
    devices: listed(
      all,
      ({ devices }) => devices,
      ({ containerPath, hostPath }) => containerPath ?? hostPath,
    ),
    tmpfs: listed(
      all,
      ({ tmpfs }) => tmpfs,
      ({ containerPath }) => containerPath,
    ),
  });
}

/** The items of all lists in order of their names, the last of each name; undefined for none. */
function listed<S, T>(
  all: readonly S[],
  list: (one: S) => readonly T[] | undefined,
  nameOf: (item: T) => string | undefined,
): T[] | undefined {
  const named = new Map(
    all.flatMap((one) => (list(one) ?? []).map((item) => [nameOf(item) ?? '', item] as const)),
  );
  if (named.size === 0) return undefined;
  return [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
