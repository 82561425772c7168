import { expect } from 'chai';
import { createServer, type Server } from 'node:net';
import { startCloud } from '../../../cli/commands/start-cloud.js';
import { DataFolderInUseError, RuntimeUnavailableError, ScenarioError } from '../../../local/index.js';
import { isExecutorError } from '../../../spi/index.js';
import { FakeServices } from '../fake-services.js';

const request = {
  dataDir: '/data',
  port: 4570,
  region: 'us-east-1',
  runtime: 'auto',
  keep: true,
  log: () => undefined,
} as const;

async function refusal(cause: Error): Promise<string> {
  const services = new FakeServices();
  services.cloudError = cause;
  const error = await startCloud(services, request).catch((reason: unknown) => reason);
  if (!isExecutorError(error)) throw error;
  return `${error.code}: ${error.message}`;
}

/** The error of the system itself, so that a change of its form is noticed. */
async function listenTwice(): Promise<Error> {
  const listen = (port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer().once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  const server = await listen(0);
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  try {
    await listen(port);
    throw new Error('listened twice');
  } catch (error) {
    return error as Error;
  } finally {
    server.close();
  }
}

describe(startCloud.name, () => {
  it('says what to do when the port is taken', async () => {
    expect(await refusal(await listenTwice())).to.equal(
      'PORT_UNAVAILABLE: Cannot listen on port 4570 of 127.0.0.1: another program listens there. ' +
        'Choose another by -port, or leave -port out to get a free one.',
    );
  });

  it('names the folder it cannot write', async () => {
    const cause = Object.assign(new Error("EACCES: permission denied, mkdir '/data'"), {
      code: 'EACCES',
      syscall: 'mkdir',
    });
    expect(await refusal(cause)).to.match(
      /^LOCAL_DATA_UNUSABLE: .*\/data: EACCES.* Make that folder writable/,
    );
  });

  it('keeps what the cloud says while it starts, and logs what it says from then on', async () => {
    const services = new FakeServices();
    services.startWords.push('runtime container passed over: no engine');
    const logged: string[] = [];
    const { notes } = await startCloud(services, { ...request, log: (line) => logged.push(line) });
    services.clouds[0]?.log('a request failed');
    expect([notes, logged]).to.deep.equal([
      ['runtime container passed over: no engine'],
      ['a request failed'],
    ]);
  });

  it('logs what the cloud said before it failed to start', async () => {
    const services = new FakeServices();
    services.startWords.push('a folder was left');
    services.cloudError = new Error('broken');
    const logged: string[] = [];
    const starting = startCloud(services, { ...request, log: (line) => logged.push(line) });
    expect(await starting.catch((error: unknown) => error)).to.equal(services.cloudError);
    expect(logged).to.deep.equal(['a folder was left']);
  });

  it('says what to do when another cloud keeps its state in the folder', async () => {
    expect(await refusal(new DataFolderInUseError('/data/state'))).to.equal(
      'LOCAL_DATA_IN_USE: Cannot keep state in /data/state: another local cloud does. Stop it, choose another folder by -data, or share its objects without keeping state by -fresh.',
    );
  });

  it('passes on why a runtime cannot be had, and what is wrong with a scenario', async () => {
    expect(await refusal(new RuntimeUnavailableError('no engine'))).to.equal(
      'LOCAL_RUNTIME_UNAVAILABLE: no engine',
    );
    expect(await refusal(new ScenarioError('The scenario', ['x is unknown']))).to.match(
      /^LOCAL_SCENARIO_INVALID: The scenario cannot be used: x is unknown/,
    );
  });

  it('passes on what the cloud says of values it cannot serve', async () => {
    expect(await refusal(new RangeError("region is 'mars'"))).to.equal(
      "LOCAL_CLOUD_REFUSED: region is 'mars'",
    );
  });

  it('leaves a defect what it is', async () => {
    const defect = new TypeError('x is not a function');
    expect(await refusal(defect).catch((error: unknown) => error)).to.equal(defect);
  });
});
