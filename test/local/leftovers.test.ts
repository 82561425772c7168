import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { sweepFolders } from '../../local/cloud-folder.js';
import { type LocalCloud, startLocalCloud } from '../../local/index.js';
import { isAlive, type ProcessMark, processMark } from '../../local/process-mark.js';
import { endNotedGroups } from '../../local/runtime/task-folders.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('what a killed cloud leaves behind', () => {
  let folder: string;
  let cloud: LocalCloud | undefined;
  let other: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-leftovers-')));
  });
  afterEach(async () => {
    await cloud?.close();
    cloud = undefined;
    if (other?.exitCode === null && other.signalCode === null) await kill(other);
    await rm(folder, { recursive: true });
  });

  async function kill(child: ChildProcess): Promise<void> {
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }

  /** A cloud in a process of its own, with a task that says who it is and sleeps. */
  async function cloudWithTask(): Promise<{ child: ChildProcess; pid: number }> {
    const script = join(import.meta.dirname, 'killed-cloud.js');
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    other = child;
    const [endpoint] = (await once(child.stdout, 'data')) as [Buffer];
    const ecs = new ECSClient({
      endpoint: String(endpoint).trim(),
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'sleep',
        networkMode: 'host',
        requiresCompatibilities: ['MANAGED_INSTANCES'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          {
            name: 'main',
            image: 'ubuntu:latest',
            command: [
              'bash',
              '-c',
              'trap "" PIPE; echo $$ > "$NXF_FUSION_MOUNT/my-bucket/pid"; sleep 60; sleep 60',
            ],
          },
        ],
      }),
    );
    await ecs.send(new RunTaskCommand({ cluster: 'nextflow-cluster', taskDefinition: 'sleep' }));
    ecs.destroy();
    const noted = async (): Promise<boolean> =>
      (await readdir(join(folder, 'runtime'), { recursive: true })).some((name) =>
        /group-\d+\.json$/.test(name),
      );
    let pid = 0;
    while (pid === 0 || !(await noted())) {
      pid = Number(await readFile(join(folder, 's3/my-bucket/pid'), 'utf8').catch(() => '0'));
      await turn();
    }
    return { child, pid };
  }

  it('is ended and removed by the next cloud of the same folder', async () => {
    const { child, pid } = await cloudWithTask();
    await writeFile(join(await only('s3-state/uploads'), 'half-an-upload'), 'x');
    await kill(child);
    const task = (await processMark(pid)) as ProcessMark;
    expect(await isAlive(task)).to.equal(true);
    const said: string[] = [];
    cloud = await startLocalCloud({ dataDir: folder, runtime: 'process', log: (line) => said.push(line) });
    while (await isAlive(task)) await turn();
    expect(await readdir(join(folder, 'runtime'))).to.deep.equal(['fusion']);
    expect(await readdir(await only('s3-state/uploads'))).to.deep.equal([]);
    expect(said.filter((line) => line.includes('ended without closing'))).to.have.length(2);
  });

  it('is left alone while the cloud lives that shares the folder', async () => {
    const { child, pid } = await cloudWithTask();
    const before = (await readdir(join(folder, 'runtime'), { recursive: true })).sort();
    cloud = await startLocalCloud({ dataDir: folder, runtime: 'process' });
    await cloud.close();
    const task = (await processMark(pid)) as ProcessMark;
    expect(await isAlive(task)).to.equal(true);
    expect((await readdir(join(folder, 'runtime'), { recursive: true })).sort()).to.deep.equal(before);
    await kill(child);
    cloud = await startLocalCloud({ dataDir: folder, runtime: 'process' });
    while (await isAlive(task)) await turn();
  });

  /** The only folder there. */
  async function only(path: string): Promise<string> {
    const entries = await readdir(join(folder, path), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    expect(folders).to.have.length(1);
    return join(folder, path, folders[0]?.name ?? '');
  }
});

describe(sweepFolders.name, () => {
  let parent: string;
  let said: string[];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'nf-sweep-'));
    said = [];
  });
  afterEach(() => rm(parent, { recursive: true }));

  const leave = async (name: string, mark?: object): Promise<string> => {
    await mkdir(join(parent, name));
    if (mark !== undefined) await writeFile(join(parent, `${name}.json`), JSON.stringify(mark));
    return join(parent, name);
  };
  const sweep = (): Promise<void> => sweepFolders(parent, endNotedGroups, (line) => said.push(line));
  const self = async (changes: Partial<ProcessMark> = {}): Promise<ProcessMark> => ({
    ...((await processMark(process.pid)) as ProcessMark),
    ...changes,
  });

  it('goes by who made the folder: another start, boot or number is another process', async () => {
    const living = await leave(`cloud-${process.pid}-a`, await self());
    const unmarked = await leave(`cloud-${process.pid}-b`);
    const dead = [
      await leave(`cloud-${process.pid}-c`, await self({ started: '1' })),
      await leave(`cloud-${process.pid}-d`, await self({ boot: 'before' })),
      await leave('cloud-999999999-e', await self({ pid: 999_999_999 })),
      await leave('cloud-999999999-f'),
    ];
    const foreign = await leave('not-a-cloud');
    await sweep();
    for (const path of [living, unmarked, foreign]) expect(await exists(path), path).to.equal(true);
    for (const path of dead) expect(await exists(path), path).to.equal(false);
    expect((await readdir(parent)).filter((name) => name.endsWith('.json'))).to.deep.equal([
      `cloud-${process.pid}-a.json`,
    ]);
  });

  it('takes a process of another container, whose numbers it cannot see, for alive', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = await leave('cloud-999999999-a', await self({ pid: 999_999_999, space: 'pid:[1]' }));
    await sweep();
    expect(await exists(folder)).to.equal(true);
  });

  it('kills no group whose number has passed to another process, and none a damaged note names', async () => {
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    await once(child, 'spawn');
    const mark = (await processMark(child.pid ?? 0)) as ProcessMark;
    const folder = await leave('cloud-999999999-a');
    await writeFile(join(folder, `group-${mark.pid}.json`), JSON.stringify({ ...mark, started: '1' }));
    await writeFile(join(folder, 'group-1.json'), JSON.stringify({ ...mark, pid: 1 }));
    await writeFile(join(folder, 'group-2.json'), '{"pid":');
    await sweep();
    expect(await isAlive(mark)).to.equal(true);
    const again = await leave('cloud-999999999-b');
    await writeFile(join(again, `group-${mark.pid}.json`), JSON.stringify(mark));
    const gone = once(child, 'close');
    await sweep();
    expect((await gone)[1]).to.equal('SIGKILL');
    expect(await exists(again)).to.equal(false);
  });
});
