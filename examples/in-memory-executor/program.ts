/** What the command of a task does; nothing is really run. */
export interface Program {
  /** Milliseconds; Infinity for one that only ends when it is stopped. */
  readonly durationMs: number;
  readonly status: number;
  readonly output: string;
}

/**
 * Reads a command: any number of `sleep <ms>` (or `sleep forever`), `print <text>` and `exit <status>`, e.g.
 * `['sleep', '200', 'exit', '3']`. Like a shell it gives 127 for anything else.
 */
export function programOf(command: readonly string[]): Program {
  let [durationMs, status, output] = [0, 0, ''];
  for (let at = 0; at < command.length; at += 2) {
    const [verb = '', value = ''] = command.slice(at, at + 2);
    if (verb === 'sleep') durationMs += value === 'forever' ? Infinity : Number(value);
    else if (verb === 'print') output += value;
    else if (verb === 'exit') status = Number(value);
    else return { durationMs, status: 127, output: `${output}${verb}: command not found\n` };
  }
  return { durationMs, status, output };
}
