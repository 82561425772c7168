import { expect } from 'chai';
import type { RunResult } from '../../../host/engine/run-api.js';
import { ending, type Attempt, type Scenario } from './fake-plugin.js';
import { HELLO, process_, RunHarness, workflow } from './run-harness.js';

const SESSION = '12345678-9abc-4def-8123-456789abcdef';
const done = ending('completed', { exitStatus: 0 });
const prints = { outcome: done, stdout: 'hello\n' };
const RETRY = "process.executor = 'fake'\nprocess.errorStrategy = 'retry'\nprocess.maxRetries = 2\n";
const FILE =
  process_('HELLO', "output:\npath 'out.txt'\nscript:\n'''\necho hello > out.txt\n'''") + workflow('HELLO()');

function failing(exitStatus: number): Attempt {
  return { outcome: ending('failed', { exitStatus }) };
}

describe('a run that goes on with a session', () => {
  let harness: RunHarness;

  beforeEach(async () => {
    harness = await RunHarness.create();
  });

  afterEach(async () => {
    await harness.remove();
  });

  /** Runs `script` under the session, and gives what it came to and the folders of its attempts. */
  async function run(
    scenario: Partial<Omit<Scenario, 'store'>>,
    { script = HELLO, config = "process.executor = 'fake'\n" } = {},
  ): Promise<RunResult & { readonly folders: readonly string[] }> {
    harness.forget();
    const result = await (await harness.make(script, scenario, { resume: SESSION, config })).execute();
    return { ...result, folders: harness.executor.tasks.map(({ workDir }) => workDir) };
  }

  it('submits nothing that was done, and shows what it printed', async () => {
    const first = await run({ attempts: { HELLO: [prints] } });
    expect(first).to.include({ status: 'succeeded', succeeded: 1, cached: 0 });
    const script = HELLO.replace('HELLO()', 'HELLO | view');
    const writes = harness.store.writes;
    const again = await run({ attempts: {} }, { script });
    expect(again).to.include({ status: 'succeeded', succeeded: 0, cached: 1 });
    expect(again.folders).to.deep.equal([]);
    expect(harness.reporter.lines.slice(-1)).to.deep.equal(['cached HELLO']);
    expect(harness.reporter.outputs).to.deep.equal(['hello\n\n']);
    expect(harness.reporter.views.slice(-1)[0]?.workDir).to.equal(first.folders[0]);
    expect(harness.reporter.last[0]).to.include({ total: 1, cached: 1, submitted: 0, running: 0 });
    expect(harness.store.writes).to.equal(writes);
  });

  it('runs anew what says cache false', async () => {
    const config = "process.executor = 'fake'\nprocess.cache = false\n";
    const first = await run({ attempts: { HELLO: [prints] } }, { config });
    const again = await run({ attempts: { HELLO: [prints] } }, { config });
    expect(again).to.include({ succeeded: 1, cached: 0 });
    expect(again.folders).to.not.deep.equal(first.folders);
  });

  it('does again what lacks an output, and fails where it is still not written', async () => {
    const first = await run({ attempts: { HELLO: [{ outcome: done }] } }, { script: FILE });
    expect(first).to.include({ status: 'failed', failed: 1 });
    expect(first.errorReport).to.contain(
      'The command ended well, but an output is missing in its work dir: out.txt',
    );
    harness.store.files.set(`${first.folders[0] ?? ''}/out.txt`, 'hello');
    expect(await run({ attempts: {} }, { script: FILE })).to.include({ status: 'succeeded', cached: 1 });
    harness.store.files.delete(`${first.folders[0] ?? ''}/out.txt`);
    expect(await run({ attempts: { HELLO: [{ outcome: done }] } }, { script: FILE })).to.include({
      failed: 1,
    });
  });

  it('takes over what an engine before it left running, and writes nothing into its work dir', async () => {
    const interrupted = await harness.make(HELLO, { attempts: {} }, { resume: SESSION });
    harness.reporter.onSubmitted = () => interrupted.abort();
    await interrupted.execute();
    harness.reporter.onSubmitted = undefined;
    const [left] = harness.executor.tasks;
    const writes = harness.store.writes;
    const again = await run({ adoption: true, attempts: { HELLO: [prints] } });
    expect(again).to.include({ status: 'succeeded', succeeded: 1, cached: 0 });
    expect(again.folders).to.deep.equal([left?.workDir]);
    expect(harness.reporter.views.slice(-1)[0]).to.include({ adopted: true });
    expect(harness.executor.tasks[0]).to.include({ resumes: true });
    expect(harness.store.writes).to.equal(writes);
  });

  it('lets what it took over go again once, at no cost, where its output is missing', async () => {
    const first = await run({ attempts: { HELLO: [{ outcome: ending('lost') }] } }, { script: FILE });
    const attempts = { HELLO: [{ outcome: done }, { outcome: done, leaves: { 'out.txt': 'hello' } }] };
    const again = await run({ adoption: true, attempts }, { script: FILE });
    expect(again).to.include({ status: 'succeeded', succeeded: 1, resubmitted: 1, retried: 0 });
    expect(again.folders[0]).to.equal(first.folders[0]);
    expect(new Set(again.folders).size).to.equal(2);
    const given = harness.executor.tasks.map(({ resumes, anew }) => ({ resumes, anew }));
    expect(given).to.deep.equal([
      { resumes: true, anew: undefined },
      { resumes: undefined, anew: true },
    ]);
  });

  it('begins behind the attempts that failed, and counts retries anew', async () => {
    const attempts = { HELLO: [failing(1)] };
    const first = await run({ attempts }, { config: RETRY });
    expect(first).to.include({ status: 'failed', retried: 2 });
    const again = await run({ attempts: { HELLO: [failing(1), prints] } }, { config: RETRY });
    expect(again).to.include({ status: 'succeeded', retried: 1, succeeded: 1 });
    expect(new Set([...first.folders, ...again.folders]).size).to.equal(5);
    const third = await run({ attempts: {} }, { config: RETRY });
    expect(third).to.include({ status: 'succeeded', cached: 1 });
  });

  it('fails a task whose input is missing, with no attempt and no retry', async () => {
    const script =
      process_('HELLO', "input:\npath 'x'\nscript:\n'''\ncat x\n'''") +
      workflow("HELLO('s3://my-bucket/none.txt')");
    const result = await run({ attempts: {} }, { script, config: RETRY });
    expect(result).to.include({ status: 'failed', failed: 1, retried: 0 });
    expect(result.folders).to.deep.equal([]);
    expect(result.errorReport).to.contain('s3://my-bucket/none.txt');
  });

  it('refuses an id that is none', async () => {
    const error: unknown = await harness
      .make(HELLO, {}, { resume: 'last' })
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'SESSION_ID_INVALID' });
  });
});
