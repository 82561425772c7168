import { describeValue, type Problem, type ProcessDefinition } from 'nf-awsecs/spi';
import { MOST_CPUS } from './backend.js';

/**
 * What of a process has no place here. What is not understood is refused: to ignore it would run the task with other
 * means than it asked for. Of `memory` there is as much as anyone wants.
 */
export function problemsOf({ name, directives }: Pick<ProcessDefinition, 'name' | 'directives'>): Problem[] {
  const { cpus = 1, others } = directives;
  const problems: Problem[] = Object.keys(others).map((directive) => ({
    path: `process ${name}, directive ${directive}`,
    message: 'is not supported by the memory executor',
    fix: `Remove ${directive} from the process. Supported are cpus and memory.`,
  }));
  if (cpus > 0 && cpus <= MOST_CPUS) return problems;
  const limit: Problem = {
    path: `process ${name}, directive cpus`,
    found: describeValue(cpus),
    message: `must be more than 0 and at most ${MOST_CPUS}, which is what the machine has`,
    fix: `Write it like: cpus ${MOST_CPUS}`,
  };
  return [limit, ...problems];
}
