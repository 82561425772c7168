import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import type { LocalService } from '../../../local/http/service.js';
import { runServer, type RunningServer } from './running-server.js';

describe('services that take unsigned requests', () => {
  let server: RunningServer;
  let struck: string[];

  const reading = (name: string): LocalService => ({
    handle: async ({ body }) => {
      let size = 0;
      for await (const chunk of body) size += (chunk as Buffer).length;
      return { status: 200, body: `${name} ${size}`, operation: 'Read' };
    },
    close: () => Promise.resolve(),
  });

  beforeEach(async () => {
    struck = [];
    server = await runServer(
      {},
      {
        unsigned: [
          { prefix: '/a/', name: 'a', service: reading('a'), maxBodyBytes: 10 },
          { prefix: '/a/b/', name: 'b', service: reading('b') },
          { prefix: '/ours/', name: 'ours', service: reading('ours'), ours: true },
        ],
        faults: {
          watches: () => true,
          strike: ({ service }) => {
            struck.push(service);
            return undefined;
          },
        },
      },
    );
  });
  afterEach(() => server.close());

  const post = async (path: string, body: string): Promise<string> => {
    const answer = await fetch(server.endpoint + path, { method: 'POST', body });
    return `${answer.status} ${await answer.text()}`;
  };

  it('are found by the longest prefix', async () => {
    expect(await post('/a/x', '1')).to.equal('200 a 1');
    expect(await post('/a/b/x', '12')).to.equal('200 b 2');
    expect(await post('/c', '')).to.match(/^403 /);
  });

  it('are not struck and not recorded where they are the cloud’s own', async () => {
    await post('/ours/x', '');
    await post('/a/x', '');
    expect(struck).to.deep.equal(['a']);
    expect(server.calls.calls().map(({ service }) => service)).to.deep.equal(['a']);
  });

  it('get no more than their limit of bytes', async () => {
    expect(await post('/a/x', 'x'.repeat(10))).to.equal('200 a 10');
    expect(await post('/a/x', 'x'.repeat(11))).to.match(/^413 .*more than 10 bytes/s);
    expect(await post('/a/b/x', 'x'.repeat(1024 * 1024 + 1))).to.match(/^413 /);
  });

  it('are answered where a body of no told length grows past the limit', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${server.endpoint}/a/x`, { method: 'POST', agent: false }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode));
      });
      sent.on('error', reject);
      sent.write('x'.repeat(6));
      sent.write('x'.repeat(6));
      sent.end();
    });
    expect(status).to.equal(413);
  });
});
