import { RequestError, type Problem } from '../../spi/index.js';
import { mountedPath } from './mounted-path.js';
import { shellQuote } from './shell-quote.js';
import { stagingLines } from './staging.js';
import type { TaskInput } from './task-input.js';
import { WRAPPER_BODY } from './wrapper-body.js';
import { METRICS_OFF, METRICS_ON } from './wrapper-metrics.js';

/** What a task's `.command.run` needs to know. */
export interface WrapperInput {
  /** For people who open the file. */
  readonly taskName: string;
  /** URI of the task's own work dir. */
  readonly workDir: string;
  /** The user's script: its first line may name its interpreter. */
  readonly script: string;
  /** The user's variables, exported for the command only. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it puts into the work dir before the command begins; none where absent. */
  readonly inputs?: readonly TaskInput[];
  /**
   * Whole seconds, 1 or more, that output of processes which outlive the command is still taken. Default 10:
   * long enough for `> >(tee log)` to drain, short enough not to pay for a forgotten daemon.
   */
  readonly lingerSeconds?: number;
  /** Measure the command and write `.command.trace`. Default false. */
  readonly metrics?: boolean;
}

const DEFAULT_LINGER_SECONDS = 10;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const SHELL = ['/bin/bash', '-ue'];

/** The text of `.command.sh`: the script as it stands, under the shell Nextflow runs it with unless it names another. */
export function commandScript(script: string): string {
  const whole = script.endsWith('\n') ? script : `${script}\n`;
  return script.startsWith('#!') ? whole : `#!${SHELL.join(' ')}\n${whole}`;
}

/**
 * The words of the command line that runs the script: its first line's where that begins with `#!`. They are
 * split as Nextflow has a shell do it; the kernel would take all behind the first for one argument.
 */
export function interpreterOf(script: string): readonly string[] {
  const line = /^#!([^\r\n]*)/.exec(script)?.[1] ?? '';
  const words = line.split(/[ \t]+/).filter((word) => word !== '');
  return words.length === 0 ? SHELL : words;
}

/**
 * The text of `.command.run`, for bash 3.2 and later.
 * @throws RequestError TASK_ENVIRONMENT_INVALID listing every variable a shell cannot hold.
 */
export function commandRun(input: WrapperInput): string {
  const linger = input.lingerSeconds ?? DEFAULT_LINGER_SECONDS;
  return [
    '#!/bin/bash',
    `# Runs .command.sh of one task and keeps its output and exit status: ${oneLine(input.taskName)}`,
    'set -e -u',
    // The root is a variable so that the same file runs where S3 is a plain folder.
    'nxf_root="${NXF_FUSION_MOUNT:-/fusion/s3}"',
    `NXF_CHDIR="$nxf_root"/${shellQuote(mountedPath(input.workDir))}`,
    `nxf_linger=${linger}`,
    `nxf_interpreter=(${interpreterOf(input.script).map(shellQuote).join(' ')})`,
    '',
    'nxf_environment() {',
    '    export NXF_TASK_WORKDIR="$NXF_CHDIR"',
    ...exports(input.environment),
    '}',
    '',
    'nxf_stage() {',
    ...stagingLines(input.inputs ?? []),
    '}',
    input.metrics === true ? METRICS_ON : METRICS_OFF,
    WRAPPER_BODY,
  ].join('\n');
}

function exports(environment: Readonly<Record<string, string>>): string[] {
  const problems = environmentProblems(environment);
  if (problems.length > 0) {
    throw new RequestError(
      `Cannot export the task's environment: a shell cannot hold ${problems.length === 1 ? 'one' : problems.length} of its variables. Correct what is listed.`,
      { code: 'TASK_ENVIRONMENT_INVALID', problems },
    );
  }
  return Object.entries(environment).map(([name, value]) => `    export ${name}=${shellQuote(value)}`);
}

/** The variables that a shell cannot hold. */
export function environmentProblems(environment: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(environment)
    .filter(([name, value]) => !VARIABLE.test(name) || value.includes('\0'))
    .map(([name]) =>
      VARIABLE.test(name)
        ? { path: `env.${name}`, message: 'must hold no NUL character', fix: 'Take the character out.' }
        : {
            path: `env.${name}`,
            message: 'must be letters, digits and _ and not begin with a digit',
            fix: 'Rename the variable.',
          },
    );
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
