import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '../../host/index.js';
import { openLocalPlace } from './local-place.js';
import { runSmoke, type SmokeWorld } from './smoke-command.js';
import { smokeOptions, type SmokeOptions } from './smoke-options.js';

/** `npm run smoke`: what ECS Managed Instances answer where AWS's pages do not (docs/smoke.md). */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const stop = new AbortController();
let signalled: number | undefined;
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => {
    signalled ??= exitCode;
    stop.abort(new Error(`${signal} came`));
    process.stderr.write(`${signal}: stopping what was started.\n`);
  });
}

const at = new Date();
const told = {
  signal: stop.signal,
  at: at.toISOString(),
  id: at.toISOString().replace(/\D/g, '').slice(0, 14),
  say: (line: string) => void process.stdout.write(`${line}\n`),
};

try {
  const options = smokeOptions(process.argv.slice(2));
  const answered =
    options.place === 'local' ? await smokeLocally(options) : await smokeAccount(options.place, options);
  process.exitCode = signalled ?? (answered ? 0 : 1);
} catch (error) {
  process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = signalled ?? 1;
}

/** Whether every question was answered and nothing is left behind. */
async function smoke(
  place: Exclude<SmokeOptions['place'], 'local'>,
  options: SmokeOptions,
  world: Pick<SmokeWorld, 'ecs' | 's3' | 'region' | 'clock'>,
): Promise<boolean> {
  const { findings, left } = await runSmoke(place, options, { ...told, ...world });
  return left.length === 0 && findings.every(({ kind }) => kind === 'learned');
}

async function smokeLocally(options: SmokeOptions): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nf-awsecs-smoke-'));
  const local = await openLocalPlace(dataDir);
  try {
    return await smoke(local.place, options, local);
  } finally {
    await local.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function smokeAccount(
  place: Exclude<SmokeOptions['place'], 'local'>,
  options: SmokeOptions,
): Promise<boolean> {
  const where = place.region === undefined ? {} : { region: place.region };
  const ecs = new ECSClient(where);
  const s3 = new S3Client(where);
  return smoke(place, options, { ecs, s3, region: await ecs.config.region(), clock: systemClock });
}
