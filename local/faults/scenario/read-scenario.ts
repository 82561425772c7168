import { errorText } from '../../error-text.js';
import { isDeeperThan } from '../../http/json-body.js';
import { type SimulationRule } from '../../runtime/simulated/simulation-rule.js';
import { act, event } from './act-readers.js';
import { Place, unread } from './place.js';
import { flag, listOf, structure, text, textMap, whole, type Reader } from './readers.js';
import { callRule, imageRule, taskRule } from './rule-readers.js';
import { type Act, type Scenario, type ScenarioGround } from './scenario.js';
import { ScenarioError } from './scenario-error.js';
import { span } from './span-readers.js';

const mostRules = 1000;
const mostEvents = 10_000;
/** Levels of nesting a document may have; the grammar has five. */
const deepest = 32;

/** One line of a container's output; it may be empty. */
const line: Reader<string> = (value, at) =>
  typeof value === 'string' && value.length <= 10_000 && !/[\r\n]/.test(value)
    ? value
    : at.refuse(value, 'a line of at most 10000 characters is allowed');

const simulatedTask: Reader<SimulationRule> = structure(
  {},
  {
    match: structure(
      {},
      {
        family: text(),
        image: text(512),
        startedBy: text(),
        command: text(1024),
        container: text(),
        labels: textMap(50),
      },
    ),
    durationMs: span,
    exitCode: whole(0, 255),
    output: listOf(line, 1000),
    outOfMemory: flag,
    ignoresSigterm: flag,
    probeExitCode: whole(0, 255),
  },
);

/** Rules as they are added to those in force. */
export type Rules = Pick<Scenario, 'calls' | 'images' | 'tasks'>;

/**
 * Reads a scenario for a cloud.
 *
 * @throws ScenarioError naming every problem
 */
export function readScenario(value: unknown, ground: ScenarioGround): Scenario {
  const simulated: Reader<readonly SimulationRule[]> = (found, at) => {
    const tasks = listOf(simulatedTask, mostRules)(found, at);
    return ground.simulatedTasks
      ? tasks
      : at.note('needs a cloud whose tasks are simulated (runtime `simulated`)');
  };
  const scenario = structure(
    {},
    {
      seed,
      ...ruleLists(ground),
      events: listOf(event(ground), mostEvents),
      simulated,
    },
  );
  return readAll('The scenario', scenario, value);
}

/** Reads the scenario of a file's text, which is JSON. @throws ScenarioError naming every problem */
export function parseScenario(document: string, ground: ScenarioGround): Scenario {
  if (isDeeperThan(document, deepest))
    throw new ScenarioError('The scenario', [`it is nested deeper than ${deepest} levels`]);
  let value: unknown;
  try {
    value = JSON.parse(document) as unknown;
  } catch (error) {
    throw new ScenarioError('The scenario', [`it is not JSON: ${errorText(error)}`]);
  }
  return readScenario(value, ground);
}

/** Reads rules to be added: the sections `calls`, `images` and `tasks`. @throws ScenarioError naming every problem */
export function readRules(value: unknown, ground: ScenarioGround): Rules {
  return readAll('The faults', structure({}, ruleLists(ground)), value);
}

/** Reads one act. @throws ScenarioError naming every problem */
export function readAct(value: unknown, ground: ScenarioGround): Act {
  return readAll('The act', act(ground), value);
}

/** A seed is a text; a number is taken for one. */
const seed: Reader<string> = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? String(value) : text()(value, at);

function ruleLists(ground: ScenarioGround) {
  return {
    calls: listOf(callRule(ground), mostRules),
    images: listOf(imageRule, mostRules),
    tasks: listOf(taskRule, mostRules),
  };
}

function readAll<T>(what: string, reader: Reader<T>, value: unknown): T {
  const problems: string[] = [];
  const read = reader(value, new Place('', problems));
  if (problems.length > 0 || read === unread) throw new ScenarioError(what, problems);
  return read;
}
