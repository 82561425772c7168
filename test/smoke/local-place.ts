import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '../../host/index.js';
import { startLocalCloud } from '../../local/index.js';
import type { Clock } from '../../spi/index.js';
import type { RealPlace } from './smoke-options.js';
import type { SmokeWorld } from './smoke-command.js';

/** A local cloud to smoke, and the clients that reach it and nothing else. */
export interface LocalPlace extends Pick<SmokeWorld, 'ecs' | 's3' | 'region' | 'clock'> {
  readonly place: RealPlace;
  close(): Promise<void>;
}

/** How many times faster than AWS it lives, and is watched. */
const SPEED = 1000;

/** Time that goes by faster than the machine's. */
function fastClock(speed: number): Clock {
  const begin = systemClock.now();
  return {
    now: () => begin + (systemClock.now() - begin) * speed,
    after: (ms, action) => systemClock.after(ms / speed, action),
  };
}

/** Its tasks are simulated: what they would find in a container cannot be learned there. */
export async function openLocalPlace(dataDir: string): Promise<LocalPlace> {
  const cloud = await startLocalCloud({
    dataDir,
    runtime: 'simulated',
    speed: SPEED,
    consistency: 0,
    scenario: { simulated: [{ match: { command: '*sleep*' }, durationMs: 60_000 }, { durationMs: 50 }] },
  });
  const { endpoint, region, credentials } = cloud;
  const ecs = new ECSClient({ endpoint, region, credentials });
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  return {
    place: {
      cluster: 'nextflow-cluster',
      role: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
      bucket: 'my-bucket',
    },
    ecs,
    s3,
    region,
    clock: fastClock(SPEED),
    close: async () => {
      ecs.destroy();
      s3.destroy();
      await cloud.close();
    },
  };
}
