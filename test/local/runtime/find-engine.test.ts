import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../../local/clock.js';
import { findEngine } from '../../../local/runtime/container/find-engine.js';
import { TaskFolders } from '../../../local/runtime/task-folders.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { FakeEngine } from './fake-engine.js';

describe(findEngine.name, () => {
  let dataDir: string;
  let engine: FakeEngine;
  let folders: TaskFolders;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'nf-engine-'));
    engine = await FakeEngine.listen(dataDir);
    folders = new TaskFolders(dataDir, () => undefined);
  });
  afterEach(async () => {
    await folders.close();
    await engine.close();
    await rm(dataDir, { recursive: true });
  });

  const find = (
    environment: Parameters<typeof findEngine>[0]['environment'] = { DOCKER_HOST: `unix://${engine.path}` },
    clock: FakeClock | typeof systemClock = systemClock,
  ): ReturnType<typeof findEngine> =>
    findEngine({ clock, folders, environment, user: { uid: 0, gid: 0 }, within: 5000 });
  const why = async (...given: Parameters<typeof find>): Promise<string> => {
    const found = await find(...given);
    return found.kind === 'none' ? found.why : found.kind;
  };

  it('finds an engine, its processors and its network', async () => {
    const found = await find();
    expect(found).to.have.property('kind', 'found');
    expect(found).to.deep.include({ traits: { cpus: 4, awsvpc: 'bridge', user: undefined } });
    engine.networks = [{ Name: 'host', Driver: 'host' }];
    expect(await find()).to.have.nested.property('traits.awsvpc', 'host');
  });

  it('says that none listens where nothing is where engines are', async () => {
    const nowhere = { HOME: dataDir, XDG_RUNTIME_DIR: dataDir };
    const found = await find(nowhere);
    // A machine of a contributor may have an engine of its own.
    if (found.kind === 'none') expect(found.why).to.match(/^no container engine listens|docker\.sock/);
    else found.engine.close();
  });

  it('says of the engine that was asked for why it cannot be reached', async () => {
    expect(await why({ DOCKER_HOST: `unix://${join(dataDir, 'none')}` })).to.match(/unix:.*none: .*ENOENT/);
    expect(await why({ DOCKER_HOST: 'ssh://x' })).to.match(/only unix/);
  });

  it('refuses an engine that does not see the data folder', async () => {
    engine.refusals.set('POST /containers/create', {
      status: 400,
      message: 'invalid mount config for type "bind": bind source path does not exist: /x',
    });
    expect(await why()).to.match(
      /does not see the data folder \(.*does not exist.*\)\. Use an engine of this/,
    );
  });

  it('refuses an engine of Windows containers, and what is no engine at all', async () => {
    engine.info = { OSType: 'windows' };
    expect(await why()).to.match(/runs windows containers/);
    engine.refusals.set('GET /version', { status: 404, message: 'not here' });
    expect(await why()).to.match(/not here/);
  });

  it('gives up an engine that hangs', async () => {
    engine.silent.push('GET /info');
    const clock = new FakeClock();
    const finding = why(undefined, clock);
    // Two calls are under way: the network's answer comes, the other's does not.
    while (clock.timers !== 1) await settle();
    for (let turn = 0; turn < 20; turn++) await settle();
    await clock.advance(5000);
    expect(await finding).to.match(/no answer within 5000 ms/);
  });
});
