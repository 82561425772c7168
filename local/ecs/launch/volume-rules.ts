import { type DefinitionInput } from '../definition/definition-shape.js';
import { ebsProblems } from './ebs-rules.js';
import { type VolumeConfiguration } from './run-task-shape.js';

/**
 * What is wrong with RunTask's `volumeConfigurations` for a definition: the volume it leaves to the launch needs
 * one, and nothing else may have any (facts §1c, EBS at launch).
 */
export function volumeProblems(
  configurations: readonly VolumeConfiguration[] | undefined,
  definition: DefinitionInput,
): string[] {
  const given = configurations ?? [];
  const wanted = (definition.volumes ?? []).find(
    ({ configuredAtLaunch }) => configuredAtLaunch === true,
  )?.name;
  return [
    ...(given.length > 1 ? [`${given.length} volumeConfigurations: a task has at most one EBS volume`] : []),
    ...(wanted !== undefined && !given.some(({ name }) => name === wanted)
      ? [
          `volume '${wanted}' of the task definition is configuredAtLaunch: volumeConfigurations has to configure it`,
        ]
      : []),
    ...given
      .filter(({ name }) => name === undefined || name !== wanted)
      .map(
        ({ name }) =>
          `volumeConfigurations: '${name ?? ''}' is no volume of the task definition with configuredAtLaunch`,
      ),
    ...given.flatMap(({ name = '', managedEBSVolume }) =>
      managedEBSVolume === undefined
        ? [`volumeConfigurations '${name}': managedEBSVolume is missing`]
        : ebsProblems(managedEBSVolume, `volumeConfigurations '${name}'.managedEBSVolume`),
    ),
  ];
}
