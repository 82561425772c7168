import { errorText } from '../../error-text.js';
import { type RegistryCredentials } from '../../runtime/task-runtime.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { environmentLines, type EnvironmentFiles } from './environment-files.js';
import { type SecretSource, secretValue } from './secret-source.js';

export interface ResourceSources {
  readonly secrets: SecretSource;
  readonly environmentFiles: EnvironmentFiles;
}

/** What the agent fetches for one container before it pulls its image. */
export interface ContainerResources {
  readonly kind: 'resources';
  /** Of environment files and secrets. Never logged or described. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials?: RegistryCredentials;
}

export interface ResourceFailure {
  readonly kind: 'failed';
  /** In ECS's words (facts §4, agent set-up); tells no secret. */
  readonly reason: string;
}

/**
 * Fetches secrets, registry credentials and environment files of a container.
 *
 * @param container with its overrides
 */
export async function containerResources(
  container: ContainerDefinition,
  sources: ResourceSources,
): Promise<ContainerResources | ResourceFailure> {
  const secrets = secretsOf(container, sources.secrets);
  if (typeof secrets === 'string') return failed(`${registry}${secrets}`);
  const credentials = credentialsOf(container, sources.secrets);
  if (typeof credentials === 'string') return failed(`${registry}${credentials}`);
  const files = await filesOf(container, sources.environmentFiles);
  if (typeof files === 'string') return failed(files);
  return {
    kind: 'resources',
    // A variable of a file and a secret of one name: AWS does not say; here the secret wins.
    environment: { ...files, ...secrets },
    ...(credentials === undefined ? {} : { credentials }),
  };
}

const registry =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';

const failed = (reason: string): ResourceFailure => ({ kind: 'failed', reason });

/** Secrets of the environment by variable; those of the log driver only have to be there. */
function secretsOf(container: ContainerDefinition, source: SecretSource): Record<string, string> | string {
  const found: Record<string, string> = {};
  for (const { name = '', valueFrom = '' } of container.secrets ?? []) {
    const secret = secretValue(valueFrom, source);
    if (secret.kind === 'failed') return secret.why;
    found[name] = secret.value;
  }
  for (const { valueFrom = '' } of container.logConfiguration?.secretOptions ?? []) {
    const secret = secretValue(valueFrom, source);
    if (secret.kind === 'failed') return secret.why;
  }
  return found;
}

/** The secret of a private registry: JSON of `username` and `password`. */
function credentialsOf(
  container: ContainerDefinition,
  source: SecretSource,
): RegistryCredentials | string | undefined {
  const parameter = container.repositoryCredentials?.credentialsParameter;
  if (parameter === undefined) return undefined;
  // Here the reference is the secret's ARN or its name, without a key.
  const value = source.value(parameter);
  const lost = (why: string): string => `unable to get registry auth from asm: ${why}`;
  if (value === undefined) {
    return lost(
      `service call has been retried 1 time(s): asm fetching secret from the service for ${parameter}`,
    );
  }
  try {
    const { username, password } = JSON.parse(value) as Partial<Record<string, unknown>>;
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  } catch {
    // Not JSON: said below, without the parser's words, which quote the value.
  }
  return lost(`the secret ${parameter} is no JSON object with username and password`);
}

async function filesOf(
  container: ContainerDefinition,
  files: EnvironmentFiles,
): Promise<Record<string, string> | string> {
  const found: Record<string, string> = {};
  for (const { value: arn = '' } of container.environmentFiles ?? []) {
    const text = await textOf(files, arn);
    if (text.kind === 'failed') return `${download}${text.reason} (${arn})`;
    // The first file that names a variable decides.
    for (const [name, value] of environmentLines(text.text)) found[name] ??= value;
  }
  return found;
}

const download =
  'ResourceInitializationError: failed to download env files: file download command: non empty error stream: ';

async function textOf(
  files: EnvironmentFiles,
  arn: string,
): Promise<{ readonly kind: 'text'; readonly text: string } | ResourceFailure> {
  try {
    const text = await files.read(arn);
    if (text !== undefined) return { kind: 'text', text };
    return failed('NoSuchKey: The specified key does not exist.');
  } catch (error) {
    return failed(errorText(error));
  }
}
