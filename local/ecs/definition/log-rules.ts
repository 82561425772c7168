import { isGroupName } from '../../logs/log-names.js';
import { type ContainerDefinition } from './definition-shape.js';

type LogConfiguration = ContainerDefinition['logConfiguration'];

const flags = ['true', 'false'];

/** Rules of `logConfiguration` on Managed Instances (facts §1a, §6a). No configuration is fine: nothing is kept. */
export function logProblems(configuration: LogConfiguration, path: string): string[] {
  if (configuration === undefined) return [];
  const { logDriver = '', options = {} } = configuration;
  const at = `${path}.logConfiguration`;
  if (['splunk', 'awsfirelens', 'json-file'].includes(logDriver)) {
    return [`${at}.logDriver '${logDriver}' is not served by the local cloud: use awslogs`];
  }
  if (logDriver !== 'awslogs') {
    return [`${at}.logDriver '${logDriver}' is not supported on Managed Instances: use awslogs`];
  }
  const group = options['awslogs-group'] ?? '';
  const mode = options['mode'];
  const create = options['awslogs-create-group'];
  return [
    ...((configuration.secretOptions ?? []).length > 0
      ? [`${at}.secretOptions is not served by the local cloud`]
      : []),
    ...['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix']
      .filter((option) => (options[option] ?? '') === '')
      .map((option) => `${at}.options: ${option} is required by awslogs`),
    ...(group === '' || isGroupName(group)
      ? []
      : [
          `${at}.options: awslogs-group '${group}' must be 1 to 512 of a-z, A-Z, 0-9, '_', '-', '/', '.', '#'`,
        ]),
    ...(mode === undefined || ['blocking', 'non-blocking'].includes(mode)
      ? []
      : [`${at}.options: mode '${mode}' must be blocking or non-blocking`]),
    ...(create === undefined || flags.includes(create)
      ? []
      : [`${at}.options: awslogs-create-group '${create}' must be true or false`]),
  ];
}
