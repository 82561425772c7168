import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiCall, LocalCloudOptions } from '../../local/index.js';
import type { News, Question, Up, Usage } from './cloud-news.js';

/** A folder of its own for `work`, gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nf-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A local cloud in a process of its own. */
export class CloudChild {
  private constructor(
    private readonly child: ChildProcess,
    readonly up: Up,
  ) {}

  /** Lets `work` use a cloud and closes it. */
  static async during(options: LocalCloudOptions, work: (cloud: CloudChild) => Promise<void>): Promise<void> {
    const child = fork(new URL('cloud-process.js', import.meta.url), [JSON.stringify(options)]);
    const exit = once(child, 'exit');
    try {
      const news = await answerOf(child);
      assert(news.kind === 'up');
      await work(new CloudChild(child, news));
    } finally {
      if (child.connected) child.send('close' satisfies Question);
      await exit;
    }
    assert.equal(child.exitCode, 0);
  }

  async usage(): Promise<Usage> {
    this.child.send('usage' satisfies Question);
    const news = await answerOf(this.child);
    assert(news.kind === 'usage');
    return news;
  }

  /** Every call to ECS so far, by the cloud's own record. */
  async calls(): Promise<readonly ApiCall[]> {
    this.child.send('calls' satisfies Question);
    const news = await answerOf(this.child);
    assert(news.kind === 'calls');
    return news.calls;
  }
}

/** Rejects where the child ends instead of answering. */
async function answerOf(child: ChildProcess): Promise<News> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error(`the cloud's process ended (exit code ${child.exitCode ?? 'none'}); its log is above`);
  });
  try {
    const [news] = (await Promise.race([once(child, 'message', { signal }), ended])) as [News];
    return news;
  } finally {
    ended.catch(() => undefined);
    waiting.abort();
  }
}
