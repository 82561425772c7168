import { type ContainerDefinition, type EnvironmentFile, type Secret } from './container-shape.js';
import { repeated, required, unless } from './rule.js';

/** A parameter's bare name, which stands for one of the task's own region. */
const parameterName = /^[a-zA-Z0-9_.\-/]{1,2048}$/;
/** A secret's ARN may end in a JSON key, a version stage and a version id. */
const secretArn =
  /^arn:aws[\w-]*:(secretsmanager:[\w-]+:\d+:secret:[^:]+(:[^:]*:[^:]*:[^:]*)?|ssm:[\w-]+:\d+:parameter\/.+)$/;
const fileArn = /^arn:aws[\w-]*:s3:::[^/]+\/.+\.env$/;

/** Rules of `environment`, `environmentFiles` and `secrets` (facts §1a, API:ContainerDefinition). */
export function environmentProblems(container: ContainerDefinition, path: string): string[] {
  const { environment = [], environmentFiles = [], secrets = [] } = container;
  const names = new Set(environment.map(({ name }) => name));
  const secretNames = secrets.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const shared = new Set([...repeated(secretNames), ...secretNames.filter((name) => names.has(name))]);
  return [
    ...environment.flatMap(({ name }, index) => required(`${path}.environment[${index}].name`, name)),
    ...fileProblems(environmentFiles, path),
    ...secrets.flatMap((secret, index) => secretProblems(secret, `${path}.secrets[${index}]`)),
    ...[...shared].map(
      (name) =>
        `${path}.secrets: The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${name}'.`,
    ),
  ];
}

function fileProblems(files: readonly EnvironmentFile[], path: string): string[] {
  return [
    ...unless(
      files.length <= 10,
      `${path}.environmentFiles: ${files.length} are given, at most 10 are allowed`,
    ),
    ...files.flatMap(({ type = '', value = '' }, index) => [
      ...unless(type === 's3', `${path}.environmentFiles[${index}].type '${type}' must be s3`),
      ...unless(
        fileArn.test(value),
        `${path}.environmentFiles[${index}].value '${value}' must be the ARN of an S3 object whose key ends in .env`,
      ),
    ]),
  ];
}

/** A secret of a container, or of its log driver. */
export function secretProblems({ name, valueFrom = '' }: Secret, path: string): string[] {
  return [
    ...required(`${path}.name`, name),
    ...(valueFrom === '' ? required(`${path}.valueFrom`, valueFrom) : []),
    ...unless(
      valueFrom === '' || secretArn.test(valueFrom) || parameterName.test(valueFrom),
      `${path}: The Systems Manager parameter name specified for secret ${name ?? ''} is invalid. ('${valueFrom}' is neither the ARN of a secret or parameter nor a parameter's name)`,
    ),
  ];
}
