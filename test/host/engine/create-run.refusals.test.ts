import { expect } from 'chai';
import { createRun } from '../../../host/engine/create-run.js';
import { refusalOf } from '../refusal-of.js';
import { ending } from './fake-plugin.js';
import { HELLO, RunHarness, process_, workflow } from './run-harness.js';

const done = ending('completed', { exitStatus: 0 });
const script = (text: string): string => `script:\n'''\n${text}\n'''`;

describe(`${createRun.name}, refusing`, () => {
  let harness: RunHarness;

  beforeEach(async () => {
    harness = await RunHarness.create();
  });

  afterEach(async () => {
    await harness.remove();
  });

  it('lists settings, work dir, processes and executors that are wrong in one error', async () => {
    const text =
      process_('A', `executor 'fak'\n${script('a')}`) + process_('B', script('b')) + workflow('A()', 'B()');
    const config =
      "process.executor = 'fake'\nprocess.cpus = 0\nfusion.enabled = 'x'\nexecutor.$fak.queueSize = 5\n";
    const check = ({ name }: { name: string }) => [
      { path: `process ${name}`, message: 'asks too much' },
      { path: 'fusion.enabled', message: 'must be true' },
    ];
    const error = await refusalOf(
      harness.make(text, { check }, { config, workDir: 's3://My_Bucket//a/../b' }),
    );
    expect(error.problems.map(({ path, message }) => [path, message.split(/[ ,;(]/)[0]])).to.deep.equal([
      ['process.cpus', 'must'],
      ['fusion.enabled', 'must'],
      ['executor.$fak', 'is'],
      ['process A, directive executor', 'is'],
      ['work dir', 'names'],
      ['work dir', 'has'],
      ['work dir', 'has'],
      ['process B', 'asks'],
    ]);
    expect(error.message).to.contain('Did you mean executor.$fake?').and.contain('set by -work-dir');
  });

  it('does not miss what it left out because it was wrong', async () => {
    const error = await refusalOf(harness.make(HELLO, {}, { config: 'process.executor = 5\n' }));
    expect(error.problems.map(({ path }) => path)).to.deep.equal(['process.executor']);
  });

  it('launches nothing where the bucket of the work dir does not exist', async () => {
    harness.store.bucket = false;
    const run = await harness.make(HELLO);
    const error = await refusalOf(run.execute());
    expect(error).to.include({ code: 'WORK_DIR_UNUSABLE' });
    expect(error.message).to.contain('Give another by -work-dir, or create it: aws s3 mb s3://my-bucket');
    expect(harness.executor.tasks).to.have.length(0);
    expect(harness.executor.shutdowns).to.have.length(1);
  });

  it('goes on where nobody may say whether the bucket exists', async () => {
    harness.store.bucket = undefined;
    const run = await harness.make(HELLO, { attempts: { HELLO: [{ outcome: done, stdout: '' }] } });
    expect((await run.execute()).status).to.equal('succeeded');
  });
});
