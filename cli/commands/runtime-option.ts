import type { RuntimeChoice } from '../../local/index.js';

/** What `-runtime` and `-local-runtime` take. Not the local cloud's own list: help would wait for all of it. */
export const runtimeNames: readonly RuntimeChoice[] = [
  'auto',
  'container',
  'sandbox',
  'process',
  'simulated',
];

/** The default is the best the machine has. */
export const defaultRuntime: RuntimeChoice = 'auto';

export function isRuntimeName(text: string): text is RuntimeChoice {
  return runtimeNames.some((name) => name === text);
}

/** What is wrong with a runtime's name, for the end of a sentence. */
export function checkRuntime(text: string): string | undefined {
  return isRuntimeName(text) ? undefined : `must be one of ${runtimeNames.join(', ')}`;
}

/** What runs the tasks, and the option that says otherwise. */
export function describeRuntime(runtime: string, option: '-runtime' | '-local-runtime'): string {
  return `${runtime}; ${option} chooses: ${runtimeNames.join(', ')}`;
}
