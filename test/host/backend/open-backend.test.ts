import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Backend } from '../../../host/backend/backend.js';
import { openBackend, openRunBackend, type BackendGround } from '../../../host/backend/open-backend.js';
import type { BackendTask, TaskLog } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { memoryPlugin, writePlugin } from '../../support/memory-plugin.js';
import { begun } from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';

/** A plugin whose executor keeps logs, and says in them what it was made with. */
const keeping = `
const capabilities = { containerNative: true, secretNative: false, fusion: true, taskArrays: false, adoption: false };
let shutdowns = 0;
export const plugin = {
  check: () => [],
  createExecutor: (name, session) => ({
    name, capabilities,
    start: async () => { throw new Error('must not be started'); },
    createTaskHandler: () => ({}), createTaskMonitor: () => ({}),
    shutdown: async () => { globalThis.logShutdowns = ++shutdowns; return { stopped: 0, unfinished: [] }; },
    openLog: (nativeId) => ({
      place: 'log of ' + nativeId,
      read: async () => ({ state: 'ended', lines: [{ time: 1, text: [
        session.id, session.runName, session.workDir, session.config.acme?.greeting, nativeId,
      ].join(' ') }] }),
    }),
    housekeeping: {
      async *tasks(sessionId) {
        yield { nativeId: 'keeping/1', sessionId: sessionId ?? 'any', state: String(session.submits) };
      },
      stop: async () => {}, deregister: async () => {}, registrations: async function* () {},
    },
  }),
};
`;

/** One whose settings are never right. */
const REFUSING = `
export const plugin = {
  check: () => [],
  createExecutor: () => { throw Object.assign(new Error('settings are wrong'), { [Symbol.for('nf-awsecs.spi.ExecutorError')]: true, code: 'CONFIG_INVALID', problems: [] }); },
};
`;

describe('the backend of a run of the past', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-backend-'));
    await writePlugin(join(folder, 'nf-keeping'), {}, keeping);
    await writePlugin(join(folder, 'nf-memory'), {}, memoryPlugin('memory'));
    await writeFile(join(folder, 'nextflow.config'), "acme.greeting = 'hi'\nplugins { id 'nf-absent' }\n");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  function groundWith(
    configFiles: readonly string[] = [],
    builtInPlugins: readonly string[] = [],
  ): BackendGround {
    const sources = { clock: new FakeClock(), random: () => 0.5 };
    return { cwd: folder, configFiles, builtInPlugins, ...sources, noun: 'look' };
  }

  function open(
    changes: Parameters<typeof begun>[1] = {},
    configFiles: readonly string[] = [],
  ): Promise<Backend> {
    const run = begun(1, {
      scriptPath: join(folder, 'main.nf'),
      plugins: [join(folder, 'nf-keeping'), join(folder, 'nf-memory')],
      ...changes,
    });
    return openRunBackend(run, groundWith(configFiles));
  }

  function logOf(backend: Backend): TaskLog | undefined {
    return backend.executor('keeping')?.openLog?.('keeping/1');
  }

  async function textOf(backend: Backend): Promise<string | undefined> {
    return (await logOf(backend)?.read())?.lines[0]?.text;
  }

  it('is reached by the configuration and the plugins of the run, without a start', async () => {
    const backend = await open();
    expect(logOf(backend)?.place).to.equal('log of keeping/1');
    expect(await textOf(backend)).to.equal(
      '0a1b2c3d-0000-4000-8000-000000000001 happy_curie s3://my-bucket/work hi keeping/1',
    );
    await backend.close();
    expect((globalThis as { logShutdowns?: number }).logShutdowns, 'one executor was made').to.equal(1);
  });

  it('is reached by the files the run was given, and those given now', async () => {
    await writeFile(join(folder, 'then.config'), "acme.greeting = 'then'\n");
    await writeFile(join(folder, 'now.config'), "acme.greeting = 'now'\n");
    const given = { configFiles: [join(folder, 'then.config')] };
    expect(await textOf(await open(given))).to.include(' then ');
    expect(await textOf(await open(given, [join(folder, 'now.config')]))).to.include(' now ');
  });

  it('has no log where the executor keeps none', async () => {
    const backend = await open();
    expect(backend.executor('memory')?.openLog?.('memory-1')).to.equal(undefined);
    await backend.close();
  });

  it('is refused with everything that is wrong with it', async () => {
    const error = await refusalOf(open({ plugins: [join(folder, 'nf-keeping'), join(folder, 'nf-gone')] }));
    expect(error.code).to.equal('PLUGIN_MANIFEST_UNREADABLE');
    const missing = await refusalOf(open({ configFiles: [join(folder, 'gone.config')] }));
    expect(missing.code).to.equal('CONFIG_UNREADABLE');
    const unknown = await open();
    expect(() => unknown.executor('absent')).to.throw('There is no executor "absent"');
  });

  it('tells what runs hold by the executors of the run that can, for a session that submits nothing', async () => {
    const backend = await open({ executors: ['memory', 'keeping'] });
    const [keeper, ...others] = backend.housekeepers();
    expect(others).to.deep.equal([]);
    expect(keeper?.executor).to.equal('keeping');
    const tasks: BackendTask[] = [];
    for await (const task of keeper?.housekeeping.tasks('my-session') ?? []) tasks.push(task);
    expect(tasks).to.deep.equal([{ nativeId: 'keeping/1', sessionId: 'my-session', state: 'false' }]);
    await backend.close();
  });

  it('is refused where an executor of the run cannot be had', async () => {
    const backend = await open({ executors: ['keeping', 'absent'] });
    expect(() => backend.housekeepers()).to.throw('There is no executor "absent"');
    await backend.close();
  });

  describe('of a folder', () => {
    const builtIn = (): string[] =>
      ['nf-keeping', 'nf-refusing'].map((plugin) => join(folder, plugin, 'plugin.json'));

    beforeEach(async () => {
      await writeFile(join(folder, 'nextflow.config'), "acme.greeting = 'hi'\n");
      await writePlugin(join(folder, 'nf-refusing'), {}, REFUSING);
    });

    it('has every executor that can be had where the configuration names none', async () => {
      const backend = await openBackend(groundWith([], builtIn()));
      expect(backend.housekeepers().map(({ executor }) => executor)).to.deep.equal(['keeping']);
      await backend.close();
    });

    it('has the one alone that the configuration names', async () => {
      await writeFile(join(folder, 'nextflow.config'), "process.executor = 'refusing'\n");
      const backend = await openBackend(groundWith([], builtIn()));
      expect(() => backend.housekeepers()).to.throw('settings are wrong');
      await backend.close();
    });
  });

  it('is the folder that stayed where the cloud of the run ended with it', async () => {
    const run = { localFiles: 'cloud/s3', configFiles: [join(folder, 'gone.config')] };
    const work = join(folder, 'cloud', 's3', 'my-bucket', 'work');
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'out'), 'hello');
    await symlink('/etc/hostname', join(work, 'link'));
    const backend = await open(run);
    expect(backend.executor('keeping')?.openLog?.('keeping/1')).to.equal(undefined);
    const read = async (from: number): Promise<string | undefined> => {
      const bytes = await backend.files.readPart('s3://my-bucket/work/out', from, 3);
      return bytes === undefined ? undefined : Buffer.from(bytes).toString();
    };
    expect([await read(0), await read(3), await read(5)]).to.deep.equal(['hel', 'lo', '']);
    expect(await backend.files.readPart('s3://my-bucket/work/absent', 0, 3)).to.equal(undefined);
    const link = await refusalOf(backend.files.readPart('s3://my-bucket/work/link', 0, 3));
    expect(link.code).to.equal('STORAGE_FAILED');
    const out = await refusalOf(backend.files.readPart('s3://my-bucket/../../etc/hostname', 0, 3));
    expect(out.code).to.equal('STORAGE_UNSUPPORTED');
    await backend.close();
  });
});
