import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RuntimeChoice, Scenario, ScenarioError } from '../../local/index.js';
import { PreconditionError, type Problem } from '../../spi/index.js';

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
  try {
    // `auto` never simulates.
    return parseScenario(text, { services, virtualTime, simulatedTasks: runtime === 'simulated' });
  } catch (error) {
    if (!isScenarioError(error)) throw error;
    throw wrongScenario(file, error);
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

/** Told apart by name: the class comes with the cloud. */
function isScenarioError(error: unknown): error is ScenarioError {
  return error instanceof Error && error.name === 'ScenarioError';
}

/** What is wrong as a whole is said in the sentence, what is wrong at a place below it. */
function wrongScenario(file: string, cause: ScenarioError): PreconditionError {
  const { problems } = cause;
  const placed = problems.map(placeOf);
  const grammar = 'docs/local-scenarios.md has the grammar';
  if (!placed.every((problem) => problem !== undefined)) {
    const message = `The scenario ${file} cannot be used: ${problems.join('; ')}. Correct it; ${grammar}.`;
    return new PreconditionError(message, { code: 'LOCAL_SCENARIO_INVALID', cause });
  }
  const count = placed.length === 1 ? 'one thing is' : `${placed.length} things are`;
  const message = `The scenario ${file} cannot be used: ${count} wrong. Correct what is listed; ${grammar}.`;
  return new PreconditionError(message, { code: 'LOCAL_SCENARIO_INVALID', problems: placed, cause });
}

/** `calls[0].times is 0: a whole number is allowed` → its path and the rest. */
function placeOf(problem: string): Problem | undefined {
  const [, path, message] = /^([\w.[\]]+) (.+)$/s.exec(problem) ?? [];
  return path === undefined || message === undefined || path === 'it' ? undefined : { path, message };
}

function wrongSecrets(file: string, why: string): PreconditionError {
  return new PreconditionError(
    `The secrets file ${file} cannot be used: ${why}. Write one JSON object of texts, by ARN or name: {"arn:aws:secretsmanager:…": "value"}.`,
    { code: 'LOCAL_SECRETS_INVALID' },
  );
}
