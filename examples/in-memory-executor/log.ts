import type { TaskLog, TaskLogPart } from 'nf-awsecs/spi';
import type { MemoryApi } from './backend.js';

/** Most lines one read brings, as a service would have it. */
const PAGE = 16;

/** What the backend keeps of the output of one task. */
export class MemoryLog implements TaskLog {
  readonly place: string;
  private position = 0;

  constructor(
    private readonly id: string,
    private readonly api: Pick<MemoryApi, 'describe' | 'output'>,
  ) {
    this.place = `output of ${id} in memory`;
  }

  async read(): Promise<TaskLogPart> {
    // Asked first: what is printed before the end is then in the output that is read behind it.
    const task = (await this.api.describe([this.id])).get(this.id) ?? 'gone';
    const printed = (await this.api.output(this.id)).split('\n').slice(0, -1);
    const time = task === 'gone' ? 1 : (task.startedAt ?? 1);
    const lines = printed.slice(this.position, this.position + PAGE).map((text) => ({ time, text }));
    this.position += lines.length;
    if (this.position < printed.length) return { lines, state: 'more' };
    return { lines, state: task === 'gone' || task.state === 'STOPPED' ? 'ended' : 'waiting' };
  }
}
