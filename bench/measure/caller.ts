import { Agent, request } from 'node:http';

/** What a cloud answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Calls a cloud as bare HTTP: what is measured is the cloud, not an SDK. */
export class Caller {
  private readonly agent: Agent;

  /** @param sockets connections at once at most */
  constructor(
    private readonly endpoint: string,
    sockets = 8,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: sockets });
  }

  /** @throws Error where the answer is not 200 */
  async ecs(operation: string, input: object): Promise<unknown> {
    return JSON.parse(await this.ecsText(operation, input));
  }

  /** As {@link ecs}, unread, so that its time is the cloud's. */
  ecsText(operation: string, input: object): Promise<string> {
    return this.json('ecs', `AmazonEC2ContainerServiceV20141113.${operation}`, input);
  }

  /** @throws Error where the answer is not 200 */
  async logs(operation: string, input: object): Promise<unknown> {
    return JSON.parse(await this.json('logs', `Logs_20140328.${operation}`, input));
  }

  /** @throws Error where the answer is not 200 */
  async s3(method: 'GET' | 'PUT', path: string, body = ''): Promise<string> {
    return checked(`${method} ${path}`, await this.send('s3', { method, path, headers: {}, body }));
  }

  close(): void {
    this.agent.destroy();
  }

  private async json(service: string, target: string, input: object): Promise<string> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const body = JSON.stringify(input);
    return checked(target, await this.send(service, { method: 'POST', path: '/', headers, body }));
  }

  private send(
    service: string,
    call: { readonly method: string; readonly path: string; readonly headers: object; readonly body: string },
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...call.headers,
        'content-length': Buffer.byteLength(call.body),
        authorization: `AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      };
      const url = new URL(call.path, this.endpoint);
      const sent = request(url, { method: call.method, agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
      });
      sent.on('error', reject);
      sent.end(call.body);
    });
  }
}

function checked(what: string, { status, text }: Answer): string {
  if (status !== 200) throw new Error(`${what}: ${status} ${text.slice(0, 300)}`);
  return text;
}
