import { expect } from 'chai';
import { previewRun } from '../../../host/engine/preview-run.js';
import { refusalOf } from '../refusal-of.js';
import { HELLO, process_, RunHarness, workflow } from './run-harness.js';

describe(previewRun.name, () => {
  let harness: RunHarness;

  beforeEach(async () => {
    harness = await RunHarness.create();
  });
  afterEach(() => harness.remove());

  const SCRIPT = "script:\n'''\ntrue\n'''";

  it('names every process with its executor', async () => {
    const script =
      process_('ONE', SCRIPT) + process_('TWO', `executor 'other'\n${SCRIPT}`) + workflow('ONE()', 'TWO()');
    const preview = await harness.preview(script);
    expect(preview.processes.map(({ definition, executor }) => [definition.name, executor])).to.deep.equal([
      ['ONE', 'fake'],
      ['TWO', 'other'],
    ]);
    await preview.close();
  });

  it('gives a sample as an executor would get it, in a folder of its own', async () => {
    const preview = await harness.preview(HELLO);
    const { sample } = preview.processes[0]!;
    expect(sample.name).to.equal('HELLO');
    expect(sample.workDir).to.match(/^s3:\/\/my-bucket\/work\/[0-9a-f]{2}\/[0-9a-f]{30}$/);
    expect(sample.launch.command.at(-1)).to.match(/\/\.command\.run$/);
    expect(preview.session.workDir).to.equal('s3://my-bucket/work');
    await preview.close();
  });

  it('starts no executor, makes no handler and writes no file; closing lets the executors go', async () => {
    const preview = await harness.preview(HELLO);
    await preview.requireWorkDir();
    const { executor, store } = harness;
    expect([executor.starts, executor.tasks.length, store.writes]).to.deep.equal([0, 0, 0]);
    expect([executor.shutdowns.length, store.closed]).to.deep.equal([0, false]);
    await preview.close();
    expect([executor.shutdowns.length, store.closed]).to.deep.equal([1, true]);
  });

  it('refuses what a run refuses, and a work dir without a bucket', async () => {
    const wrong = { workDir: '/tmp/work' };
    const refusal = await refusalOf(harness.preview(HELLO, {}, wrong));
    expect(refusal.message).to.equal((await refusalOf(harness.make(HELLO, {}, wrong))).message);
    const preview = await harness.preview(HELLO);
    harness.store.bucket = false;
    expect((await refusalOf(preview.requireWorkDir())).code).to.equal('WORK_DIR_UNUSABLE');
    await preview.close();
  });

  it('says which images the run would ask for, and asks for none', async () => {
    const config = (settings: string): { config: string } => ({
      config: `process.executor = 'fake'\nfusion.enabled = true\n${settings}\n`,
    });
    const pending = async (settings: string): Promise<boolean | undefined> => {
      const preview = await harness.preview(HELLO, {}, config(settings));
      await preview.close();
      return preview.processes[0]?.imagePending;
    };
    expect(await pending('wave.enabled = true')).to.equal(true);
    expect(await pending('wave.enabled = true\nfusion.preinstalled = true')).to.equal(false);
    expect(await pending("wave.enabled = true\nfusion.preinstalled = ['other/*']")).to.equal(true);
    expect(await pending('fusion.preinstalled = true')).to.equal(false);
    expect(await pending('')).to.equal(false);
  });
});
