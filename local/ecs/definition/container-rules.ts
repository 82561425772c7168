import { type ContainerDefinition, type RestartPolicy } from './container-shape.js';
import { type DefinitionInput } from './definition-shape.js';
import { environmentProblems } from './environment-rules.js';
import { healthProblems } from './health-rules.js';
import { imageProblems } from './image-rules.js';
import { linuxProblems } from './linux-rules.js';
import { firelensProblems, logProblems } from './log-rules.js';
import { mountProblems } from './mount-rules.js';
import { portProblems } from './port-rules.js';
import { among, isName, unless, within } from './rule.js';

/** What every launch type demands of one container of a definition. */
export function containerProblems(
  container: ContainerDefinition,
  path: string,
  definition: DefinitionInput,
): string[] {
  const { name = '', user } = container;
  return [
    ...unless(isName(name), `${path}.name '${name}' must be 1 to 255 letters, digits, '-' or '_'`),
    ...imageProblems(container.image, path),
    ...unless(
      within(container.cpu, 0, 2_147_483_647),
      `${path}.cpu ${container.cpu ?? ''} must not be negative`,
    ),
    ...among(`${path}.versionConsistency`, container.versionConsistency, ['enabled', 'disabled']),
    ...unless(
      user === undefined || user === '' || /^[^\s:]+(:[^\s:]+)?$/.test(user),
      `${path}.user '${user ?? ''}' must be a user or uid, with or without ':' and a group or gid`,
    ),
    ...unless(
      container.repositoryCredentials === undefined ||
        (container.repositoryCredentials.credentialsParameter ?? '') !== '',
      `${path}.repositoryCredentials.credentialsParameter is missing`,
    ),
    ...environmentProblems(container, path),
    ...portProblems(container.portMappings ?? [], path, definition.networkMode),
    ...mountProblems(container, path, definition),
    ...linuxProblems(container, path, definition.networkMode),
    ...healthProblems(container.healthCheck, path),
    ...restartProblems(container.restartPolicy, path),
    ...logProblems(container.logConfiguration, path, definition),
    ...firelensProblems(container.firelensConfiguration, path),
  ];
}

/** Ranges of API:ContainerRestartPolicy. */
function restartProblems(policy: RestartPolicy | undefined, path: string): string[] {
  if (policy === undefined) return [];
  const { enabled, ignoredExitCodes = [], restartAttemptPeriod } = policy;
  return [
    ...unless(enabled !== undefined, `${path}.restartPolicy.enabled is missing`),
    ...unless(
      ignoredExitCodes.length <= 50,
      `${path}.restartPolicy.ignoredExitCodes: ${ignoredExitCodes.length} are given, at most 50 are allowed`,
    ),
    ...unless(
      within(restartAttemptPeriod, 60, 1800),
      `${path}.restartPolicy.restartAttemptPeriod ${restartAttemptPeriod ?? ''}: 60 to 1800 seconds are allowed`,
    ),
  ];
}
