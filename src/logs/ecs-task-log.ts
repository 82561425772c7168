import type { TaskLog, TaskLogPart } from '../../spi/index.js';
import type { StreamReader } from './stream-reader.js';
import type { TaskEnds } from './task-ends.js';

/** The log of one task on ECS, as CloudWatch Logs has it. */
export class EcsTaskLog implements TaskLog {
  private readonly reading: { last: Promise<unknown> } = { last: Promise.resolve() };

  constructor(
    /** Where people find it by themselves. */
    readonly place: string,
    private readonly arn: string,
    private readonly reader: Pick<StreamReader, 'next'>,
    private readonly ends: Pick<TaskEnds, 'isOver'>,
  ) {}

  /** One page at a time, also for a caller that asks for several: each log has one place in the line of all. */
  read(): Promise<TaskLogPart> {
    const part = this.reading.last.then(() => this.step());
    this.reading.last = part.catch(() => undefined);
    return part;
  }

  /** Whether the task is over is asked first: what it printed before its end is then in the page, or in one to come. */
  private async step(): Promise<TaskLogPart> {
    const over = await this.ends.isOver(this.arn);
    const { lines, atEnd } = await this.reader.next();
    if (!atEnd) return { lines, state: 'more' };
    return { lines, state: over ? 'ended' : 'waiting' };
  }
}
