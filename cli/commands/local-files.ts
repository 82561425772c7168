import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RuntimeChoice, Scenario } from '../../local/index.js';
import { PreconditionError } from '../../spi/index.js';

/** The services whose calls a scenario can spoil: all of the local cloud's. */
const services: readonly string[] = ['ecs', 'ec2', 'logs', 's3', 'wave'];

/** What the cloud will be like that a scenario is for. */
export interface ScenarioPlace {
  readonly cwd: string;
  readonly runtime: RuntimeChoice;
  readonly virtualTime: boolean;
}

/**
 * Reads a scenario before anything is started.
 * @param file As typed, from the current folder.
 * @throws PreconditionError LOCAL_SCENARIO_UNREADABLE, or LOCAL_SCENARIO_INVALID naming the file and every problem.
 */
export async function readScenarioFile(file: string, place: ScenarioPlace): Promise<Scenario> {
  const { runtime, virtualTime } = place;
  const text = await readText(place.cwd, file, 'scenario', 'LOCAL_SCENARIO_UNREADABLE');
  const { parseScenario } = await import('../../local/faults/scenario/read-scenario.js');
  const { ScenarioError } = await import('../../local/faults/scenario/scenario-error.js');
  try {
    // `auto` never simulates.
    return parseScenario(text, { services, virtualTime, simulatedTasks: runtime === 'simulated' });
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const { message } = new ScenarioError(`The scenario ${file}`, error.problems);
    throw new PreconditionError(message, { code: 'LOCAL_SCENARIO_INVALID', cause: error });
  }
}

/**
 * Reads the values that tasks may have as secrets. No message holds a piece of the file but names of members.
 * @param file As typed, from the current folder.
 * @throws PreconditionError LOCAL_SECRETS_UNREADABLE, or LOCAL_SECRETS_INVALID naming the file and every problem.
 */
export async function readSecretsFile(file: string, cwd: string): Promise<Readonly<Record<string, string>>> {
  const text = await readText(cwd, file, 'secrets', 'LOCAL_SECRETS_UNREADABLE');
  const value = parsedSilently(text);
  if (!isObject(value)) {
    const what = value === undefined ? 'it is not JSON' : 'it is not an object';
    throw wrongSecrets(file, what);
  }
  const wrong = Object.entries(value).filter(([, secret]) => typeof secret !== 'string');
  if (wrong.length > 0) {
    throw wrongSecrets(file, wrong.map(([name]) => `the value of '${name}' is not a text`).join('; '));
  }
  return value as Record<string, string>;
}

async function readText(
  cwd: string,
  file: string,
  what: string,
  code: 'LOCAL_SCENARIO_UNREADABLE' | 'LOCAL_SECRETS_UNREADABLE',
): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PreconditionError(
      `The ${what} file ${file} cannot be read: ${why} (looked in ${cwd}). Correct the path or the file's permissions.`,
      { code, cause },
    );
  }
}

/** JSON's own complaint quotes what it read, which here is secret. */
function parsedSilently(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongSecrets(file: string, why: string): PreconditionError {
  return new PreconditionError(
    `The secrets file ${file} cannot be used: ${why}. Write one JSON object of texts, by ARN or name: {"arn:aws:secretsmanager:…": "value"}.`,
    { code: 'LOCAL_SECRETS_INVALID' },
  );
}
