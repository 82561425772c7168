import type { ToldTask } from '../ecs/task/told-task.js';
import { ScenarioError } from '../faults/scenario/scenario-error.js';
import type { CloudControl } from './cloud-control.js';

/**
 * The tasks as `/_local/tasks` tells them, of one `cluster` where the query names it.
 *
 * @throws ScenarioError naming every parameter that is unknown
 */
export function tasksTold(control: Pick<CloudControl, 'tasks'>, query: URLSearchParams): readonly ToldTask[] {
  const problems = [...query.keys()]
    .filter((name) => name !== 'cluster')
    .map((name) => `${name} is unknown: the parameter is cluster`);
  if (problems.length > 0) throw new ScenarioError('The query', problems);
  const cluster = query.get('cluster');
  return control.tasks().filter((task) => cluster === null || task.cluster === cluster);
}
