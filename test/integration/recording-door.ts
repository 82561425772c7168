import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request to an AWS service as it was sent. */
export interface SentCall {
  /** e.g. `RunTask`; of S3 the method and path. */
  readonly operation: string;
  readonly body: string;
}

/** Stands in front of a cloud and keeps what is sent to it; the answers are the cloud's. */
export class RecordingDoor {
  readonly calls: SentCall[] = [];

  private constructor(private readonly server: Server) {}

  static async before(endpoint: string): Promise<RecordingDoor> {
    const server = createServer();
    const door = new RecordingDoor(server);
    server.on('request', (incoming, outgoing) => {
      void bodyOf(incoming).then((body) => {
        door.calls.push({ operation: operationOf(incoming, body), body: body.toString() });
        const { method, headers, url = '/' } = incoming;
        const onward = request(`${endpoint}${url}`, { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        onward.end(body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return door;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Bodies of one operation. */
  bodies(operation: string): unknown[] {
    return this.calls
      .filter((call) => call.operation === operation)
      .map(({ body }): unknown => JSON.parse(body));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As each protocol names it: a header, a form's member, or method and path. */
function operationOf({ headers, method = '', url = '' }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.replace(/^.*\./, '');
  return new URLSearchParams(body.toString()).get('Action') ?? `${method} ${url}`;
}
