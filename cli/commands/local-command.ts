import { dirname, join, resolve } from 'node:path';
import type { RuntimeChoice } from '../../local/index.js';
import type { CliContext } from '../context/cli-context.js';
import { Interruption } from '../interruption/interruption.js';
import { atMost } from '../interruption/patience.js';
import { readScenarioFile, readSecretsFile } from './local-files.js';
import { cloudPatience, localDataDir } from './local-run.js';
import { describeLocalCloud } from './local-text.js';
import type { CliServices, LocalCloudRequest } from './services.js';
import { startCloud } from './start-cloud.js';

/** What `nf-awsecs local` was asked for. */
export interface LocalArguments {
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataDir?: string;
  readonly buckets: readonly string[];
  readonly clusters: readonly string[];
  readonly region: string;
  readonly speed?: number;
  readonly runtime: RuntimeChoice;
  /** A file, as typed. */
  readonly scenario?: string;
  /** Virtual milliseconds a real one; 0 stands still. */
  readonly virtualTime?: number;
  /** Begin anew and keep nothing. */
  readonly fresh: boolean;
  /** Tasks that have processes at once. */
  readonly maxTasks?: number;
  readonly throttle: 'aws' | 'off';
  /** A file, as typed. */
  readonly secrets?: string;
}

/**
 * Keeps a local cloud until a signal asks for its end.
 * @returns 0: ending on request is what the command is for.
 * @throws PreconditionError where the cloud cannot start.
 */
export async function serveLocalCloud(
  args: LocalArguments,
  context: CliContext,
  services: CliServices,
): Promise<number> {
  const { stdout, clock } = context;
  let end: () => void = () => undefined;
  const asked = new Promise<void>((resolveAsked) => (end = resolveAsked));
  let closing: Promise<void> = Promise.resolve();
  const interruption = new Interruption(context, {
    begin: () => {
      stdout.write('\nStopping the local cloud and its tasks. Ctrl-C again leaves at once.\n');
      end();
    },
    // Its tasks are processes of this machine: leaving before they are gone would leave them behind.
    leave: () => atMost(clock, cloudPatience, closing),
  });
  interruption.listen();
  try {
    const { cloud, notes } = await startCloud(services, await requestOf(args, context));
    const docs = join(dirname(services.ownManifest), 'docs', 'local.md');
    stdout.write(`${describeLocalCloud(cloud, { ...args, kept: isKept(args), notes, docs })}\n`);
    await asked;
    closing = cloud.close();
    await closing;
    return 0;
  } finally {
    interruption.release();
  }
}

/** What a cloud of virtual time knew would lie in the past of the next. */
function isKept({ fresh, virtualTime }: LocalArguments): boolean {
  return !fresh && virtualTime === undefined;
}

async function requestOf(args: LocalArguments, { cwd, stderr }: CliContext): Promise<LocalCloudRequest> {
  const { port, buckets, clusters, region, runtime, throttle, speed, virtualTime, maxTasks } = args;
  const { dataDir = localDataDir, scenario, secrets } = args;
  const place = { cwd, runtime, virtualTime: virtualTime !== undefined };
  return {
    ...{ port, buckets, clusters, region, runtime, throttle },
    dataDir: resolve(cwd, dataDir),
    keep: isKept(args),
    ...(speed === undefined ? {} : { speed }),
    ...(virtualTime === undefined ? {} : { virtualTime }),
    ...(maxTasks === undefined ? {} : { maxRunning: maxTasks }),
    ...(scenario === undefined ? {} : { scenario: await readScenarioFile(scenario, place) }),
    ...(secrets === undefined ? {} : { secrets: await readSecretsFile(secrets, cwd) }),
    log: (line) => stderr.write(`${line}\n`),
  };
}
