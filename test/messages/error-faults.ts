import { ScriptError } from '../../host/lang/script-error.js';
import { describeProblems, type ExecutorError } from '../../spi/index.js';
import { headlineFaults, problemFaults, scriptFaults, textFaults } from './grammar.js';

/** Everything that is wrong with how an error is said; `secrets` may stand nowhere in it. */
export function errorFaults(error: ExecutorError, secrets: readonly string[]): string[] {
  const shown = textFaults(error.message, secrets).filter((fault) => fault === 'shows a secret');
  if (error instanceof ScriptError) return [...shown, ...error.faults.flatMap(scriptFaults)];
  return [
    ...shown,
    ...headlineFaults(headlineOf(error), error.problems),
    ...error.problems.flatMap((problem) =>
      problemFaults(problem).map((fault) => `${problem.path}: ${fault}`),
    ),
  ];
}

/** What an error says before it lists its problems. */
function headlineOf({ message, problems }: ExecutorError): string {
  const list = problems.length === 0 ? '' : `\n${describeProblems(problems)}`;
  return message.slice(0, message.length - list.length);
}
