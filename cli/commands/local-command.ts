import { resolve } from 'node:path';
import type { CliContext } from '../context/cli-context.js';
import { Interruption } from '../interruption/interruption.js';
import { atMost } from '../interruption/patience.js';
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
    const cloud = await startCloud(services, requestOf(args, context));
    stdout.write(`${describeLocalCloud(cloud, args.clusters, args.buckets)}\n`);
    await asked;
    closing = cloud.close();
    await closing;
    return 0;
  } finally {
    interruption.release();
  }
}

function requestOf(args: LocalArguments, context: CliContext): LocalCloudRequest {
  const { dataDir = localDataDir, speed, ...request } = args;
  return {
    ...request,
    dataDir: resolve(context.cwd, dataDir),
    ...(speed === undefined ? {} : { speed }),
    log: (line) => context.stderr.write(`${line}\n`),
  };
}
