import { expect } from 'chai';
import { commandText } from '../../../cli/context/command-text.js';
import { resumeText } from '../../../cli/context/resume-text.js';

const ID = '0a1b2c3d-0000-4000-8000-000000000001';

describe(resumeText.name, () => {
  const table: readonly (readonly [readonly string[], string])[] = [
    [['main.nf', '-w', 's3://b/work', '-c', 'my.config'], 'main.nf -w s3://b/work -c my.config -resume ID'],
    [['main.nf', '-resume'], 'main.nf -resume ID'],
    [['-resume', 'main.nf', '-local'], 'main.nf -local -resume ID'],
    [['-resume', 'last', 'main.nf'], 'main.nf -resume ID'],
    [['main.nf', '-resume', '77777777', '-w', 's3://b/w'], 'main.nf -w s3://b/w -resume ID'],
    [['main.nf', '-resume=calm_bohr', '-sweep'], 'main.nf -resume ID'],
    [['main.nf', '-name', 'calm_bohr', '-name=x'], 'main.nf -resume ID'],
    [['my script.nf', '-w', "s3://b/it's"], "'my script.nf' -w 's3://b/it'\\''s' -resume ID"],
    [['-process.memory', '8 GB', '--', '-main.nf'], "-process.memory '8 GB' -resume ID -- -main.nf"],
  ];
  for (const [argv, expected] of table)
    it(`goes on with ${argv.join(' ')}`, () => {
      const command = commandText(['run', ...argv]);
      expect(resumeText(command, ID)).to.equal(`nf-awsecs run ${expected.replace('ID', ID)}`);
    });

  it('has no command where a value is hidden', () => {
    expect(resumeText(commandText(['run', 'main.nf', '-process.ext.token=hunter2']), ID)).to.equal(undefined);
  });
});
