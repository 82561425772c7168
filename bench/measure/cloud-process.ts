import { type LocalCloudOptions, startLocalCloud } from '../../local/index.js';
import { type News, type Question } from './cloud-news.js';

/** The local cloud in a process of its own, so that its CPU and memory are not the client's. */
async function serve(options: LocalCloudOptions): Promise<void> {
  const begin = performance.now();
  const cloud = await startLocalCloud({
    ...options,
    log: (line) => process.stderr.write(`cloud: ${line}\n`),
  });
  const startMs = performance.now() - begin;
  process.on('message', (question: Question) => {
    if (question === 'close') process.disconnect();
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
  // Also where the parent is gone: a benchmark that fails leaves no cloud behind.
  process.on('disconnect', () => void cloud.close());
  tell({ kind: 'up', endpoint: cloud.endpoint, startMs });
}

function tell(news: News): void {
  process.send?.(news);
}

await serve(JSON.parse(process.argv[2] ?? '') as LocalCloudOptions);
