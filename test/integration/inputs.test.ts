import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openSession, type TaskSession } from '../../host/index.js';
import { quickstartConfig, Workspace } from './workspace.js';

const plugin = fileURLToPath(new URL('../../../plugin.json', import.meta.url));
const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
const run = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work', '-local'];

const pipeline = `
process ALIGN {
    container 'ubuntu:latest'
    cache 'deep'

    input:
    path 'reads.fq'
    path 'ref/index'

    output:
    path 'out/*.txt'
    path 'count'
    stdout

    script:
    '''
    mkdir out
    cat reads.fq ref/index/chr1.i ref/index/sub/chr2.i > out/aligned.txt
    wc -l < reads.fq | tr -d ' ' > count
    cat out/aligned.txt
    '''
}

workflow {
    ALIGN('s3://my-bucket/data/my reads.fq', file('s3://my-bucket/data/index/')) | view
}
`;

describe('inputs and outputs of tasks', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  /** Objects as people put them there: `s3://my-bucket/` is a folder of the local cloud. */
  async function put(key: string, text: string): Promise<void> {
    const path = join(workspace.folder, '.nf-awsecs', 'local', 's3', 'my-bucket', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  beforeEach(async () => {
    workspace = await Workspace.open();
    await put('data/my reads.fq', 'ACGT\nTTTT\n');
    await put('data/index/chr1.i', 'one\n');
    await put('data/index/sub/chr2.i', 'two\n');
  });

  afterEach(() => workspace.close());

  it('are read and left by a pipeline', async () => {
    await workspace.write('main.nf', pipeline);
    await workspace.write('nextflow.config', await quickstartConfig());
    const { code, stdout, stderr } = await workspace.run(run);
    expect(code, stdout + stderr).to.equal(0);
    expect(stdout).to.contain('ACGT\nTTTT\none\ntwo\n');
    const [count = ''] = await workspace.taskFiles('count');
    expect(await readFile(count, 'utf8')).to.equal('2\n');
  });

  describe('in a session', () => {
    let session: TaskSession;
    const container = 'ubuntu:latest';

    beforeEach(async () => {
      const cloud = await workspace.cloud();
      session = await openSession({
        plugins: [plugin],
        workDir: 's3://my-bucket/work',
        config: [
          { wave: { enabled: true }, fusion: { enabled: true }, executor: { pollInterval: '500 ms' } },
          { aws: { ecs: { cluster: 'nextflow-cluster', executionRole } } },
          cloud.settings(),
        ],
      });
    });

    afterEach(() => session.close());

    it('pass from one task to the next', async () => {
      const first = await session.run({
        process: 'SORT',
        container,
        inputs: ['s3://my-bucket/data/my reads.fq'],
        outputs: ['sorted/'],
        script: "mkdir sorted; sort -r 'my reads.fq' > sorted/reads.fq",
      });
      expect(first.outcome.kind, first.errorReport).to.equal('completed');
      const second = await session.run({
        process: 'SHOW',
        container,
        inputs: [{ uri: `${String(first.workDir)}/sorted/`, stageAs: 'in' }],
        script: 'cat in/reads.fq',
      });
      expect(second.stdout).to.equal('TTTT\nACGT\n');
    });

    it('keep a task from being started, or fail it, where they are missing', async () => {
      const [unread, unwritten] = await Promise.all([
        session.run({ process: 'READ', container, inputs: ['s3://my-bucket/none'], script: ': > ran' }),
        session.run({ process: 'WRITE', container, outputs: ['done', '*.none'], script: ': > done' }),
      ]);
      expect(unread.outcome.kind).to.equal('not-submitted');
      expect(unread.errorReport).to.contain('s3://my-bucket/none').and.contain('INPUT_MISSING');
      expect(await workspace.taskFiles('ran')).to.deep.equal([]);
      expect(unwritten.outcome).to.include({ kind: 'failed', exitStatus: 0 });
      expect(unwritten.outcome.reason).to.contain('*.none').and.not.contain('done');
    });
  });
});
