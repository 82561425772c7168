import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { RunCommand } from '../../../cli/commands/run-command.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices, hello, resultOf } from '../fake-services.js';

describe(`${RunCommand.name}, when something fails where nobody waits for it`, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-cli-'));
    await writeFile(join(folder, 'main.nf'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs until the task is submitted, lets `errors` escape, and ends when the run is aborted. */
  async function stray(
    env: Record<string, string>,
    ...errors: unknown[]
  ): Promise<[number, FakeContext, number]> {
    const context = new FakeContext(env, folder);
    const services = new FakeServices((reporter, run) => {
      reporter.submitted(hello);
      return new Promise((resolve) => {
        run.onAbort = () => resolve(resultOf({ status: 'aborted', succeeded: 0, aborted: 1 }));
      });
    });
    const code = runCommandLine(['run', 'main.nf'], context, services);
    while (!context.stdout.text.includes('Submitted')) await settle();
    for (const error of errors) context.stray(error);
    return [await code, context, services.runs[0]?.run.aborts ?? 0];
  }

  it('says so once, ends the run in order, and ends with 1', async () => {
    const [code, context, aborts] = await stray({}, new TypeError('x is null'), new Error('and more'));
    expect([code, aborts]).to.deep.equal([1, 1]);
    expect(context.stderr.text).to.equal(
      'Unexpected failure in a plugin or in nf-awsecs: TypeError: x is null. Ending the run. ' +
        'NXF_DEBUG=1 shows where it comes from.\n',
    );
    expect(context.listeners).to.equal(0);
  });

  it('shows the stack when debugging', async () => {
    const [, { stderr }] = await stray({ NXF_DEBUG: '1' }, new TypeError('x is null'));
    expect(stderr.text).to.match(/^\s+at .*run-command\.stray\.test/m);
  });

  it('says what was thrown also where it is no error', async () => {
    const [, { stderr }] = await stray({ NXF_DEBUG: '1' }, 'no licence');
    expect(stderr.text).to.equal(
      'Unexpected failure in a plugin or in nf-awsecs: no licence. Ending the run.\n',
    );
  });

  it('does not launch a run that was not there yet, nor call it a success', async () => {
    const context = new FakeContext({}, folder);
    const services = new FakeServices();
    const prepare = services.createRun.bind(services);
    services.createRun = (options) => {
      context.stray(new Error('early'));
      return prepare(options);
    };
    const code = runCommandLine(['run', 'main.nf'], context, services);
    expect(await code).to.equal(1);
    expect(services.runs[0]?.run.aborts).to.equal(1);
  });
});
