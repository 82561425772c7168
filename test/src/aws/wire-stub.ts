import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildClients, type AwsClients } from '../../../src/aws/clients.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { awsEcsConfig } from '../aws-builders.js';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `drop`: the connection is cut without an answer. `silence`: it stays, and no answer comes. */
export type WireAnswer =
  | { readonly status?: number; readonly body: string; readonly type?: string; readonly date?: string }
  | 'drop'
  | 'silence';

/** A server that answers AWS's clients with what a test wrote down, and keeps what they sent. */
export class WireStub {
  readonly requests: WireRequest[] = [];
  private readonly answers: WireAnswer[] = [];
  private readonly server: Server;
  private readonly clients: AwsClients[] = [];

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.requests.push({
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        });
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        if (answer === 'silence') return;
        if (answer === undefined || answer === 'drop') {
          response.destroy();
          return;
        }
        // Only where the test gives one: the machine's own is another each time.
        response.sendDate = false;
        response.writeHead(answer.status ?? 200, {
          'content-type': answer.type ?? 'application/x-amz-json-1.1',
          ...(answer.date !== undefined && { date: answer.date }),
        });
        response.end(answer.body);
      });
    });
  }

  static async start(): Promise<WireStub> {
    const stub = new WireStub();
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers in this order; the last one again and again. */
  answer(...answers: WireAnswer[]): void {
    this.answers.splice(0, this.answers.length, ...answers);
  }

  json(...bodies: object[]): void {
    this.answer(...bodies.map((body) => ({ body: JSON.stringify(body) })));
  }

  /** An error as the JSON protocols write it. */
  jsonError(code: string, message: string, status = 400): void {
    this.answer({ status, body: JSON.stringify({ __type: code, message }) });
  }

  xml(...bodies: string[]): void {
    this.answer(...bodies.map((body) => ({ body, type: 'text/xml' })));
  }

  /** What the ECS or Logs client sent, by operation and input. */
  get calls(): (readonly [string, unknown])[] {
    return this.requests.map(({ headers, body }) => [
      String(headers['x-amz-target']).split('.').at(-1) ?? '',
      JSON.parse(body) as unknown,
    ]);
  }

  /** The parameters of the EC2 calls. */
  get queries(): Record<string, string>[] {
    return this.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  }

  /** Clients that reach this server only, by explicit endpoint and credentials. */
  connect(changes: Partial<AwsEcsConfig> = {}): AwsClients {
    const clients = buildClients(
      awsEcsConfig({
        endpoint: this.url,
        access: {
          region: 'us-east-1',
          credentials: () => Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' }),
          s3Endpoint: this.url,
          s3PathStyle: true,
        },
        ...changes,
      }),
    );
    this.clients.push(clients);
    return clients;
  }

  async stop(): Promise<void> {
    for (const clients of this.clients) clients.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
