import { Agent, request } from 'node:http';

/** Calls ECS as bare HTTP: what is measured is the cloud, not an SDK. */
export class EcsCaller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(private readonly endpoint: string) {}

  /** @throws Error where the answer is not 200 */
  async call(operation: string, input: object): Promise<unknown> {
    const { status, text } = await this.post(operation, JSON.stringify(input));
    if (status !== 200) throw new Error(`${operation}: ${status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }

  close(): void {
    this.agent.destroy();
  }

  private post(operation: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=0',
      };
      const sent = request(this.endpoint, { method: 'POST', agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
