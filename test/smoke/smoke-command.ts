import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../spi/index.js';
import { SdkEcsApi } from '../../src/aws/sdk-ecs-api.js';
import { managedInstancesProviders } from '../../src/placement/provider.js';
import { costBound } from './cost-bound.js';
import { questions, unasked } from './questions.js';
import { renderReport, type SmokeReport } from './report.js';
import type { RealPlace, SmokeOptions } from './smoke-options.js';
import { smokeTest } from './smoke-test.js';

/** Between two looks at a task: one call in five seconds is nothing to AWS. */
const INTERVAL_MS = 5_000;

/** What a smoke test touches. */
export interface SmokeWorld {
  readonly ecs: ECSClient;
  readonly s3: S3Client;
  readonly region: string;
  readonly clock: Clock;
  /** ISO 8601. */
  readonly at: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly id: string;
  readonly say: (line: string) => void;
}

/**
 * Says what it will do and at most cost, asks, ends what it started, and writes down what it learned.
 * @returns the report; its files are in the folder of the options, and in the bucket.
 */
export async function runSmoke(
  place: RealPlace,
  { image, out, deadline }: Omit<SmokeOptions, 'place'>,
  world: SmokeWorld,
): Promise<SmokeReport> {
  const { ecs, clock, id, at, say, region } = world;
  const { cluster, role: executionRole, network } = place;
  const provider = place.provider ?? (await cheapProvider(ecs, cluster));
  announce({ cluster, region, provider }, deadline, say);
  const late = new AbortController();
  const timer = clock.after(deadline * 60_000, () =>
    late.abort(new Error(`the deadline of ${deadline} minutes passed`)),
  );
  const signal = AbortSignal.any([world.signal, late.signal]);
  const ground = { ecs, id, cluster, executionRole, image, provider, clock, interval: INTERVAL_MS, signal };
  const { findings, left } = await smokeTest(
    questions,
    network === undefined ? ground : { ...ground, network },
    (finding) =>
      say(
        `${finding.number}. ${finding.question}\n   ${finding.kind === 'learned' ? finding.learned.answer : `No answer: ${finding.why}`}`,
      ),
  );
  timer.cancel();
  const report = { id, at, where: { cluster, region, provider }, findings, unasked, left };
  await keep(report, out, place.bucket, world);
  for (const line of left) say(`LEFT BEHIND: ${line}`);
  return report;
}

/** The first on-demand provider that keeps to no accelerators. */
async function cheapProvider(ecs: ECSClient, cluster: string): Promise<string> {
  const providers = managedInstancesProviders(await new SdkEcsApi(ecs).describeCapacityProviders(cluster));
  const found = providers.find((one) => one.active && one.capacityType === 'ON_DEMAND' && !one.accelerated);
  if (found !== undefined) return found.name;
  throw new Error(
    `Cluster ${cluster} has no active on-demand Managed Instances provider. Name one by -provider.`,
  );
}

function announce(where: SmokeReport['where'], deadline: number, say: (line: string) => void): void {
  const tasks = questions.reduce((sum, { starts }) => sum + starts.tasks, 0);
  say(`On cluster ${where.cluster} in ${where.region}, capacity provider ${where.provider}, this starts:`);
  for (const { number, does, starts } of questions)
    say(`  ${number}. ${does} (${starts.tasks} x ${starts.vCpus} vCPU, ${starts.minutes} min at most)`);
  say(
    `${tasks} tasks, one after the other, none longer than its limit, and nothing after ${deadline} minutes. ` +
      `At most US$ ${costBound(questions).toFixed(2)}; everything it starts is stopped in the end, also after Ctrl-C.`,
  );
}

async function keep(
  report: SmokeReport,
  out: string,
  bucket: string,
  { s3, say }: SmokeWorld,
): Promise<void> {
  await mkdir(out, { recursive: true });
  const files = [
    [`${report.id}.json`, `${JSON.stringify(report, null, 2)}\n`],
    [`${report.id}.md`, renderReport(report)],
  ] as const;
  for (const [name, text] of files) {
    await writeFile(join(out, name), text);
    say(`Written: ${join(out, name)}`);
  }
  for (const [name, Body] of files)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `nf-awsecs-smoke/${name}`, Body }));
}
