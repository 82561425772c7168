import { Readable } from 'node:stream';
import { type LogsDeps, type LogsService, createLogsService } from '../../../local/logs/logs-service.js';
import { FakeClock } from '../../support/fake-clock.js';

/** What AWS's error looks like in an answer. */
export interface Failure {
  readonly __type: string;
  readonly message: string;
}

/** The service without a socket: calls by operation and input, as AWS JSON 1.1. */
export class LogsCalls {
  readonly clock: FakeClock;
  readonly said: string[] = [];
  /** HTTP status of the last answer. */
  status = 0;
  readonly service: LogsService;

  constructor(deps: Partial<LogsDeps> & { readonly clock?: FakeClock } = {}) {
    this.clock = deps.clock ?? new FakeClock();
    this.service = createLogsService({
      log: (line) => this.said.push(line),
      account: '123456789012',
      ...deps,
      clock: this.clock,
    });
  }

  async call<T = Record<string, unknown>>(
    operation: string,
    input: object,
    region = 'us-east-1',
  ): Promise<T> {
    const answer = await this.service.handle({
      service: 'logs',
      region,
      requestId: 'r',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `Logs_20140328.${operation}` },
      body: Readable.from([JSON.stringify(input)]),
    });
    this.status = answer.status;
    return JSON.parse(answer.body as string) as T;
  }

  /** The messages a forward reader gets who goes on until the token repeats. */
  async read(logGroupName: string, logStreamName: string): Promise<string[]> {
    const seen: string[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const input = {
        logGroupName,
        logStreamName,
        startFromHead: true,
        ...(nextToken === undefined ? {} : { nextToken }),
      };
      const page = await this.call<{ events: { message: string }[]; nextForwardToken: string }>(
        'GetLogEvents',
        input,
      );
      seen.push(...page.events.map(({ message }) => message));
      if (page.nextForwardToken === nextToken) return seen;
      nextToken = page.nextForwardToken;
    }
  }
}
