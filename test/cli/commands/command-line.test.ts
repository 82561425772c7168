import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

describe(runCommandLine.name, () => {
  it('ends a wrong command line with 2, naming every problem on standard error', async () => {
    const context = new FakeContext();
    const services = new FakeServices();
    const code = await runCommandLine(['run', 'main.nf', '-wrok-dir', 'x', '-profile'], context, services);
    expect(code).to.equal(2);
    expect(context.stdout.text).to.equal('');
    expect(context.stderr.lines).to.deep.equal([
      'ERROR:',
      '  - Unknown option -wrok-dir. Did you mean -work-dir?',
      '  - Option -profile of Nextflow is not served. Profiles are not supported yet; put the settings in a file of their own and add it by -c.',
      'See nf-awsecs run -help',
      '',
    ]);
    expect(services.runs).to.have.lengthOf(0);
  });

  it('points to the general help where the command is unknown', async () => {
    const context = new FakeContext();
    expect(await runCommandLine(['rnu'], context, new FakeServices())).to.equal(2);
    expect(context.stderr.text).to.equal(
      'ERROR: Unknown command rnu. Did you mean run?\nSee nf-awsecs -help\n',
    );
  });
});
