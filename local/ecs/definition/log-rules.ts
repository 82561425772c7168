import { isGroupName } from '../../logs/log-names.js';
import { type FirelensConfiguration, type LogConfiguration } from './container-shape.js';
import { type DefinitionInput } from './definition-shape.js';
import { secretProblems } from './environment-rules.js';
import { among, unless } from './rule.js';

const drivers = ['awslogs', 'fluentd', 'gelf', 'json-file', 'journald', 'syslog', 'splunk', 'awsfirelens'];
const flags = ['true', 'false'];
/** AWS refuses any other option of awslogs, such as an endpoint. */
const awslogsOptions = new Set([
  'awslogs-group',
  'awslogs-region',
  'awslogs-stream-prefix',
  'awslogs-create-group',
  'awslogs-datetime-format',
  'awslogs-multiline-pattern',
  'mode',
  'max-buffer-size',
]);

type Options = Readonly<Record<string, string>>;

/** Rules of `logConfiguration` (facts §1a, §6a). No configuration is fine: nothing is kept. */
export function logProblems(
  configuration: LogConfiguration | undefined,
  path: string,
  definition: DefinitionInput,
): string[] {
  if (configuration === undefined) return [];
  const { logDriver = '', options = {}, secretOptions = [] } = configuration;
  const at = `${path}.logConfiguration`;
  return [
    ...among(`${at}.logDriver`, logDriver, drivers),
    ...secretOptions.flatMap((secret, index) => secretProblems(secret, `${at}.secretOptions[${index}]`)),
    ...deliveryProblems(options, `${at}.options`),
    ...(logDriver === 'awslogs' ? awslogsProblems(options, `${at}.options`, definition) : []),
    ...(logDriver === 'splunk'
      ? splunkProblems(
          options,
          secretOptions.map(({ name = '' }) => name),
          at,
        )
      : []),
    ...(logDriver === 'awsfirelens' ? routerProblems(definition, at) : []),
  ];
}

/** The options of all drivers. */
function deliveryProblems({ mode, 'max-buffer-size': buffer }: Options, path: string): string[] {
  return [
    ...among(`${path}: mode`, mode, ['blocking', 'non-blocking']),
    ...unless(
      buffer === undefined || /^[1-9]\d*[kmg]?b?$/i.test(buffer),
      `${path}: max-buffer-size '${buffer ?? ''}' must be a size such as 10m`,
    ),
  ];
}

function awslogsProblems(
  options: Options,
  path: string,
  { requiresCompatibilities = [] }: DefinitionInput,
): string[] {
  const group = options['awslogs-group'] ?? '';
  // A prefix is optional on EC2 only, where the container's Docker id can name the stream.
  const prefixed = requiresCompatibilities.some((name) => name === 'MANAGED_INSTANCES' || name === 'FARGATE');
  const needed = ['awslogs-group', 'awslogs-region', ...(prefixed ? ['awslogs-stream-prefix'] : [])];
  const missing = needed.filter((option) => (options[option] ?? '') === '');
  const strange = Object.keys(options).filter((option) => !awslogsOptions.has(option));
  return [
    ...unless(missing.length === 0, `${path}: Log driver awslogs requires options: ${missing.join(', ')}`),
    ...unless(strange.length === 0, `${path}: Log driver awslogs disallows options: ${strange.join(', ')}`),
    ...unless(
      group === '' || isGroupName(group),
      `${path}: awslogs-group '${group}' must be 1 to 512 of a-z, A-Z, 0-9, '_', '-', '/', '.', '#'`,
    ),
    ...among(`${path}: awslogs-create-group`, options['awslogs-create-group'], flags),
    ...unless(
      options['awslogs-datetime-format'] === undefined || options['awslogs-multiline-pattern'] === undefined,
      `${path}: awslogs-datetime-format and awslogs-multiline-pattern cannot be given together`,
    ),
  ];
}

/** Both may come from a secret instead. */
function splunkProblems(options: Options, secrets: readonly string[], path: string): string[] {
  const missing = ['splunk-token', 'splunk-url'].filter(
    (option) => (options[option] ?? '') === '' && !secrets.includes(option),
  );
  return unless(
    missing.length === 0,
    `${path}.options: Log driver splunk requires options: ${missing.join(', ')}`,
  );
}

function routerProblems({ containerDefinitions = [] }: DefinitionInput, path: string): string[] {
  return unless(
    containerDefinitions.some(({ firelensConfiguration }) => firelensConfiguration !== undefined),
    `${path}: log driver awsfirelens needs a container with a firelensConfiguration in the same definition`,
  );
}

/** Rules of API:FirelensConfiguration, the log router. */
export function firelensProblems(configuration: FirelensConfiguration | undefined, path: string): string[] {
  if (configuration === undefined) return [];
  const { type = '', options = {} } = configuration;
  const at = `${path}.firelensConfiguration`;
  const source = options['config-file-type'];
  return [
    ...among(`${at}.type`, type, ['fluentd', 'fluentbit']),
    ...among(`${at}.options: enable-ecs-log-metadata`, options['enable-ecs-log-metadata'], flags),
    ...among(`${at}.options: config-file-type`, source, ['s3', 'file']),
    ...unless(
      (source === undefined) === (options['config-file-value'] === undefined),
      `${at}.options: config-file-type and config-file-value go together`,
    ),
  ];
}
