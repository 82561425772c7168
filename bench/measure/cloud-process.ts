import { type LocalCloudOptions, startLocalCloud } from '../../local/index.js';
import { CallDiary } from './call-diary.js';
import { type News, type Question } from './cloud-news.js';

/** Often enough that the cloud's record, which keeps thousands of calls, loses none meanwhile. */
const diaryMs = 250;

/** The local cloud in a process of its own, so that its CPU and memory are not the client's. */
async function serve(options: LocalCloudOptions): Promise<void> {
  const begin = performance.now();
  const cloud = await startLocalCloud({
    ...options,
    log: (line) => process.stderr.write(`cloud: ${line}\n`),
  });
  const startMs = performance.now() - begin;
  const diary = new CallDiary(cloud.calls, 'ecs');
  const noting = setInterval(() => diary.note(), diaryMs);
  process.on('message', (question: Question) => {
    if (question === 'close') process.disconnect();
    else if (question === 'calls') tell({ kind: 'calls', calls: diary.calls() });
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
  process.on('disconnect', () => {
    clearInterval(noting);
    void cloud.close();
  });
  tell({ kind: 'up', endpoint: cloud.endpoint, settings: cloud.settings(), startMs });
}

function tell(news: News): void {
  process.send?.(news);
}

await serve(JSON.parse(process.argv[2] ?? '') as LocalCloudOptions);
