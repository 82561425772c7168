import type { LogLine } from '../../../spi/index.js';
import type { LogPage, LogPageRequest } from '../../../src/aws/logs-api.js';

/** A log stream that answers as CloudWatch does: pages of this size, every third one blank, the end by its token. */
export class PagedStream {
  readonly lines: LogLine[] = [];
  readonly requests: LogPageRequest[] = [];
  private blanks = 0;

  constructor(private readonly pageSize = 2) {}

  add(...texts: string[]): void {
    for (const text of texts) this.lines.push({ time: this.lines.length + 1, text });
  }

  readonly read = (request: LogPageRequest): Promise<LogPage> => {
    this.requests.push(request);
    const size = Math.min(this.pageSize, request.limit ?? Infinity);
    return Promise.resolve(request.fromHead ? this.onward(request, size) : this.back(request, size));
  };

  private onward({ token, since = 0 }: LogPageRequest, size: number): LogPage {
    const head = this.lines.findIndex(({ time }) => time >= since);
    const from = token === undefined ? Math.max(0, head) : Number(token.split('/')[1]);
    const left = this.lines.length - from;
    if (left === 0) return { lines: [], forward: token ?? `f/${from}/0`, backward: `b/${from}/0` };
    if (this.isBlank()) return { lines: [], forward: `f/${from}/${this.blanks}`, backward: `b/${from}/0` };
    const to = Math.min(from + size, this.lines.length);
    return { lines: this.lines.slice(from, to), forward: `f/${to}/0`, backward: `b/${from}/0` };
  }

  private back({ token }: LogPageRequest, size: number): LogPage {
    const to = token === undefined ? this.lines.length : Number(token.split('/')[1]);
    if (to === 0) return { lines: [], forward: 'f/0/0', backward: token ?? 'b/0/0' };
    if (this.isBlank()) return { lines: [], forward: `f/${to}/0`, backward: `b/${to}/${this.blanks}` };
    const from = Math.max(0, to - size);
    return { lines: this.lines.slice(from, to), forward: `f/${to}/0`, backward: `b/${from}/0` };
  }

  private isBlank(): boolean {
    this.blanks += 1;
    return this.blanks % 3 === 1;
  }
}
