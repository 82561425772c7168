import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openSession, type SessionOptions } from '../../host/index.js';
import type { LocalCloud } from '../../local/index.js';
import { isExecutorError } from '../../spi/index.js';
import { Workspace } from './workspace.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

/** Of docs/embedding.md, in its order. */
const programs = ['hello', 'without-the-engine'] as const;

describe('a program that embeds the engine', function () {
  this.timeout(60_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  /** Runs a program as its own process, with an environment that leads astray; it fails where it does not end. */
  async function runProgram(name: (typeof programs)[number]): Promise<{ readonly stdout: string }> {
    return run(process.execPath, [`${root}dist/examples/embedding/${name}.js`], {
      cwd: workspace.folder,
      timeout: 50_000,
      env: {
        PATH: process.env['PATH'],
        HOME: workspace.folder,
        AWS_PROFILE: 'work',
        AWS_ENDPOINT_URL_ECS: 'http://127.0.0.1:9',
        AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
      },
    });
  }

  it('is told by docs/embedding.md as it is, in 20 lines at most', async () => {
    const page = await readFile(`${root}docs/embedding.md`, 'utf8');
    const files = await Promise.all(
      programs.map((name) => readFile(`${root}examples/embedding/${name}.ts`, 'utf8')),
    );
    const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    const whole = blocks.filter((block) => block.includes("from 'nf-awsecs"));
    expect(whole).to.deep.equal(files);
    const [hello = ''] = files;
    expect(blocks[0]).to.equal(hello);
    expect(hello.split('\n').filter((line) => line.trim() !== '')).to.have.length.of.at.most(20);
  });

  it('runs a task in a session of its own, and ends by itself', async () => {
    const { stdout } = await runProgram('hello');
    expect(stdout).to.match(/^completed Hello from \S+\n\n$/);
    expect(await workspace.taskFiles('.exitcode')).to.have.length(1);
  });

  it('runs a task through the plugin alone, and ends by itself', async () => {
    expect((await runProgram('without-the-engine')).stdout).to.equal('completed 0 The command exited 0\n');
  });

  describe('in this process', () => {
    let cloud: LocalCloud;

    beforeEach(async () => {
      cloud = await workspace.cloud();
    });

    function options(more: Partial<SessionOptions> = {}): SessionOptions {
      const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
      return {
        plugins: [`${root}plugin.json`],
        workDir: 's3://my-bucket/work',
        config: [
          { wave: { enabled: true }, fusion: { enabled: true }, executor: { pollInterval: '500 ms' } },
          { aws: { ecs: { cluster: 'nextflow-cluster', executionRole } } },
          cloud.settings(),
        ],
        ...more,
      };
    }

    it('runs many tasks, each with its own end, and kills the one it gives up', async () => {
      await using session = await openSession(options());
      const container = 'ubuntu:latest';
      const controller = new AbortController();
      const sleeps = session.run(
        { process: 'SLEEPS', container, script: `: > started; exec sleep ${workspace.nap}` },
        { signal: controller.signal },
      );
      const [greets, fails] = await Promise.all([
        session.run({ process: 'GREETS', container, script: 'echo "hi $WHO"', environment: { WHO: 'Ada' } }),
        session.run({ process: 'FAILS', container, script: 'echo wrong >&2; exit 3' }),
      ]);
      expect(greets).to.deep.include({ stdout: 'hi Ada\n', attempts: 1 });
      expect(fails.outcome).to.include({ kind: 'failed', exitStatus: 3 });
      expect(fails.errorReport).to.contain('Command error:\n  wrong');
      await workspace.taskFolders('started', 1);
      controller.abort();
      expect((await sleeps).outcome.kind).to.equal('killed');
      expect(await workspace.processesLeft()).to.deep.equal([]);
    });

    it('leaves nothing of a session that is closed with its tasks', async () => {
      const session = await openSession(options());
      const script = `: > started; exec sleep ${workspace.nap}`;
      const sleeps = session.run({ process: 'SLEEPS', container: 'ubuntu:latest', script });
      await workspace.taskFolders('started', 1);
      expect(await session.close()).to.deep.equal({ unfinished: [] });
      expect((await sleeps).outcome.kind).to.equal('killed');
      expect(await workspace.processesLeft()).to.deep.equal([]);
    });

    it('reads of everything that is wrong in one error, before the cloud is called', async () => {
      const wrong = options({
        workDir: 'work',
        config: [{ wave: { enabled: true } }, cloud.settings()],
        processes: [{ process: 'HELLO', container: 'ubuntu:latest', disk: '500 TB' }],
      });
      const error: unknown = await openSession(wrong).catch((reason: unknown) => reason);
      if (!isExecutorError(error)) throw new Error(`It was not refused: ${String(error)}`);
      expect(error.problems.map(({ path }) => path)).to.have.members([
        'fusion.enabled',
        'aws.ecs.cluster',
        'aws.ecs.executionRole',
        'work dir',
        'process HELLO, directive disk',
      ]);
      expect([...cloud.calls.counts()]).to.deep.equal([]);
    });
  });
});
