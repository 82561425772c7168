import { CommanderError } from 'commander';
import type { ConfigOverride } from '../../host/index.js';
// Not by way of local/index.js: help would wait for all of the cloud.
import { seededClusters } from '../../local/seeded-clusters.js';
import { cleanArguments } from '../clean/clean-arguments.js';
import { CleanCommand } from '../clean/clean-command.js';
import { cleanDeclaration } from '../clean/clean-declaration.js';
import { logArguments } from '../log/log-arguments.js';
import { LogCommand } from '../log/log-command.js';
import { logDeclaration } from '../log/log-declaration.js';
import { logsArguments } from '../logs/logs-arguments.js';
import { LogsCommand } from '../logs/logs-command.js';
import { logsDeclaration } from '../logs/logs-declaration.js';
import { normaliseArguments } from '../arguments/normalise.js';
import { parseSetting } from '../arguments/setting-value.js';
import { UsageError } from '../arguments/usage-error.js';
import { commandText } from '../context/command-text.js';
import { type CliContext, isDebugging } from '../context/cli-context.js';
import { describeError, exitCodeOf } from '../problems/describe-error.js';
import { createStyle, wantsColour } from '../progress/style.js';
import { buildCommandTree, type CommandBinding } from './command-tree.js';
import { explainCode, requestedCode } from './explain-code.js';
import { type LocalArguments, serveLocalCloud } from './local-command.js';
import { localDeclaration } from './local-declaration.js';
import { many, one, type OptionValues } from './option-values.js';
import { PlanCommand, type PlanArguments } from './plan-command.js';
import { isPlanFormat, planDeclaration } from './plan-declaration.js';
import { PsCommand } from '../ps/ps-command.js';
import { psArguments, psDeclaration } from '../ps/ps-declaration.js';
import { StopCommand } from '../stop/stop-command.js';
import { stopArguments, stopDeclaration } from '../stop/stop-declaration.js';
import { RunCommand, type RunArguments } from './run-command.js';
import { runDeclaration } from './run-declaration.js';
import type { PipelineArguments } from './run-ground.js';
import { defaultRuntime, isRuntimeName } from './runtime-option.js';
import type { CliServices } from './services.js';

/**
 * Runs one command line, printing what there is to say.
 * @param argv The arguments behind the program's name.
 * @returns The exit code: 0, 1 (the run failed), 2 (the command line is wrong), or 128 + a signal's number.
 */
export async function runCommandLine(
  argv: readonly string[],
  context: CliContext,
  services: CliServices,
): Promise<number> {
  try {
    return await dispatch(argv, context, services);
  } catch (error) {
    const style = createStyle(wantsColour({ ...context, stdout: context.stderr }));
    context.stderr.write(`${describeError(error, style, isDebugging(context))}\n`);
    return exitCodeOf(error);
  }
}

async function dispatch(
  argv: readonly string[],
  context: CliContext,
  services: CliServices,
): Promise<number> {
  const bindings: readonly CommandBinding[] = [
    {
      declaration: runDeclaration,
      action: (values, [script = '']) =>
        new RunCommand(runArguments(values, script, commandText(argv)), context, services).execute(),
    },
    {
      declaration: planDeclaration,
      action: (values, [script = '']) =>
        new PlanCommand(planArguments(values, script), context, services).execute(),
    },
    {
      declaration: logsDeclaration,
      action: (values, [what]) =>
        new LogsCommand(logsArguments(values, what, context), context, services).execute(),
    },
    {
      declaration: logDeclaration,
      action: (values, names) => new LogCommand(logArguments(values, names), context, services).execute(),
    },
    {
      declaration: psDeclaration,
      action: (values, names) => new PsCommand(psArguments(values, names), context, services).execute(),
    },
    {
      declaration: stopDeclaration,
      action: (values, names) => new StopCommand(stopArguments(values, names), context, services).execute(),
    },
    {
      declaration: cleanDeclaration,
      action: (values, names) =>
        new CleanCommand(cleanArguments(values, names, context.clock.now()), context, services).execute(),
    },
    {
      declaration: localDeclaration,
      action: (values) => serveLocalCloud(localArguments(values), context, services),
    },
  ];
  const code = requestedCode(argv);
  if (code !== undefined) return explainCode(code, context, services);
  const declarations = bindings.map(({ declaration }) => declaration);
  const normalised = normaliseArguments(argv, declarations);
  let exitCode = 0;
  const tree = buildCommandTree(bindings, context, services.version, (code) => (exitCode = code));
  try {
    await tree.parseAsync(normalised, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end the parser by an exception that means success.
    if (error.exitCode !== 0) throw new UsageError([error.message.replace(/^error: /, '')], 'nf-awsecs');
  }
  return exitCode;
}

function runArguments(values: OptionValues, script: string, command: string): RunArguments {
  const ansiLog = one(values, 'ansi-log');
  const pipeline = pipelineArguments(values, script);
  return {
    ...pipeline,
    command,
    settings: [...pipeline.settings, ...traceSettings(values)],
    ...localPart(values),
    ...(values.has('resume') ? { resume: one(values, 'resume') ?? 'last' } : {}),
    sweep: values.has('sweep'),
    ...(ansiLog === undefined ? {} : { ansiLog: ansiLog === 'true' }),
  };
}

/** What -with-trace stands for, as in Nextflow. */
function traceSettings(values: OptionValues): readonly ConfigOverride[] {
  if (!values.has('with-trace')) return [];
  const file = one(values, 'with-trace');
  return [
    { path: 'trace.enabled', value: true },
    ...(file === undefined ? [] : [{ path: 'trace.file', value: file }]),
  ];
}

function planArguments(values: OptionValues, script: string): PlanArguments {
  const format = one(values, 'output');
  return {
    ...pipelineArguments(values, script),
    // Nothing runs on it, so nothing is looked for that could run something.
    ...(values.has('local') ? { local: { runtime: 'simulated' } } : {}),
    format: format !== undefined && isPlanFormat(format) ? format : 'text',
  };
}

function pipelineArguments(values: OptionValues, script: string): PipelineArguments {
  const workDir = one(values, 'work-dir');
  const runName = one(values, 'name');
  return {
    script,
    configFiles: many(values, 'config'),
    settings: [...many(values, 'process-setting'), ...many(values, 'executor-setting')].map(parseSetting),
    plugins: many(values, 'plugins').flatMap(members),
    ...(workDir === undefined ? {} : { workDir }),
    ...(runName === undefined ? {} : { runName }),
  };
}

function localPart(values: OptionValues): Pick<RunArguments, 'local'> {
  const scenario = one(values, 'local-scenario');
  const secrets = one(values, 'local-secrets');
  if (values.has('local')) {
    return {
      local: {
        runtime: runtimeOf(one(values, 'local-runtime')),
        ...(scenario === undefined ? {} : { scenario }),
        ...(secrets === undefined ? {} : { secrets }),
      },
    };
  }
  const stray = ['local-runtime', 'local-scenario', 'local-secrets'].filter((name) => values.has(name));
  if (stray.length === 0) return {};
  throw new UsageError(
    stray.map((name) => `Option -${name} is for the cloud that -local starts. Add -local, or leave it out.`),
    'nf-awsecs run',
  );
}

function localArguments(values: OptionValues): LocalArguments {
  const dataDir = one(values, 'data');
  const scenario = one(values, 'scenario');
  const secrets = one(values, 'secrets');
  const runtime = runtimeOf(one(values, 'runtime'));
  const numbers = {
    speed: number(values, 'speed'),
    virtualTime: number(values, 'virtual-time'),
    maxTasks: number(values, 'max-tasks'),
  };
  if (numbers.virtualTime !== undefined && runtime !== 'simulated') {
    const why =
      'Option -virtual-time goes with -runtime simulated only: real processes take the time they take. Add it.';
    throw new UsageError([why], 'nf-awsecs local');
  }
  return {
    port: Number(one(values, 'port') ?? 0),
    buckets: orElse(many(values, 'bucket'), ['my-bucket']),
    clusters: orElse(many(values, 'cluster'), seededClusters),
    region: one(values, 'region') ?? 'us-east-1',
    runtime,
    fresh: values.has('fresh'),
    throttle: one(values, 'throttle') === 'off' ? 'off' : 'aws',
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(secrets === undefined ? {} : { secrets }),
    ...given(numbers),
  };
}

/** Its name was checked with the command line. */
function runtimeOf(name: string | undefined): LocalArguments['runtime'] {
  return name !== undefined && isRuntimeName(name) ? name : defaultRuntime;
}

function number(values: OptionValues, name: string): number | undefined {
  const text = one(values, name);
  return text === undefined ? undefined : Number(text);
}

/** Without the members that are undefined. */
function given<K extends string>(
  members: Readonly<Record<K, number | undefined>>,
): Partial<Record<K, number>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<
    Record<K, number>
  >;
}

/** The members of a list with commas, as Nextflow takes it. */
function members(list: string): readonly string[] {
  return list
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

function orElse(names: readonly string[], fallback: readonly string[]): readonly string[] {
  return names.length > 0 ? names : fallback;
}
