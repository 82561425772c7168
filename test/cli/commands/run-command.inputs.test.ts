import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { RunCommand } from '../../../cli/commands/run-command.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settle();
}

describe(`what ${RunCommand.name} is made from`, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-cli-'));
    await writeFile(join(folder, 'main.nf'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const contextOf = (isTTY = false): FakeContext => new FakeContext({}, folder, isTTY);
  const run = (line: string, context: FakeContext, services: FakeServices): Promise<number> =>
    runCommandLine(`run ${line}`.split(' '), context, services);

  it('gives up on files that never answer a second after a signal', async () => {
    const context = contextOf();
    const services = new FakeServices();
    let asked = false;
    services.createRun = () => {
      asked = true;
      return new Promise(() => undefined);
    };
    const code = run('main.nf', context, services);
    await until(() => asked);
    context.signal('SIGTERM');
    await context.clock.advance(999);
    expect(context.stderr.text).to.not.include('not begun');
    await context.clock.advance(1);
    expect(await code).to.equal(143);
    expect(context.stderr.text).to.include('The run was not begun: SIGTERM came while its files were read.');
    expect(context.clock.timers).to.equal(0);
  });

  it('refuses a pipe for a configuration with -local, which would find it empty the second time', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const context = contextOf();
    expect(await run('main.nf -local -c pipe', context, new FakeServices())).to.equal(1);
    expect(context.stderr.text).to.match(/Cannot read .*pipe with -local: it is a pipe/);
  });

  for (const names of [',', ' , ,']) {
    it(`refuses -plugins of "${names}", which names none`, async () => {
      const context = contextOf();
      const argv = ['run', 'main.nf', '-plugins', names];
      expect(await runCommandLine(argv, context, new FakeServices())).to.equal(2);
      expect(context.stderr.text).to.include('Option -plugins must name a plugin');
    });
  }
});
