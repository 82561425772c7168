import { expect } from 'chai';
import { quickstartConfig, Workspace } from './workspace.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-token-AbCdEf';
const line = ['run', 'main.nf', '-w', 's3://my-bucket/work', '-process.debug', 'true', '-local'];

describe('a process with a secret', function () {
  this.timeout(60_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
    const config = `process.secret = 'MY_TOKEN'\naws.ecs.secrets = [MY_TOKEN: '${ARN}']\n`;
    // The value itself goes nowhere where the engine could see it.
    await workspace.pipeline(
      { USES: 'echo "of ${#MY_TOKEN} characters"' },
      `${await quickstartConfig()}\n${config}`,
    );
  });

  afterEach(() => workspace.close());

  it('has its value from the account, on a local cloud from the file that is named', async () => {
    await workspace.write('secrets.json', JSON.stringify({ [ARN]: 'hunter2-hunter2' }));
    const { code, stdout, stderr } = await workspace.run([...line, '-local-secrets', 'secrets.json']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('of 15 characters');
    expect(stdout + stderr).not.to.contain('hunter2');
  });

  it('does not start where the account has no such secret, and names it', async () => {
    const { code, stderr } = await workspace.run(line);
    expect(code).to.equal(1);
    expect(stderr).to.contain(ARN);
  });
});
