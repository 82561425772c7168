import { startLocalCloud } from '../../local/index.js';

/** What the parent asks of the cloud's process. */
export type Question = 'usage' | 'close';

/** What the cloud's process tells. */
export type News =
  | { readonly kind: 'up'; readonly endpoint: string }
  | {
      readonly kind: 'usage';
      /** Microseconds of CPU since the start. */
      readonly cpu: number;
      /** Resident bytes. */
      readonly memory: number;
      /** DescribeTasks answered, by the cloud's own record. */
      readonly describes: number;
    };

/** The local cloud in a process of its own, so that its CPU and memory are not the client's. */
async function serve(dataDir: string): Promise<void> {
  const cloud = await startLocalCloud({
    dataDir,
    runtime: 'simulated',
    scenario: { simulated: [{ durationMs: 24 * 3_600_000 }] },
    speed: 1000,
    throttle: 'off',
    log: (line) => process.stderr.write(`cloud: ${line}\n`),
  });
  process.on('message', (question: Question) => {
    if (question === 'close') void cloud.close().then(() => process.disconnect());
    else {
      const { user, system } = process.cpuUsage();
      tell({
        kind: 'usage',
        cpu: user + system,
        memory: process.memoryUsage().rss,
        describes: cloud.calls.count('ecs', 'DescribeTasks'),
      });
    }
  });
  tell({ kind: 'up', endpoint: cloud.endpoint });
}

function tell(news: News): void {
  process.send?.(news);
}

await serve(process.argv[2] ?? '');
