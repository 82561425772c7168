import { expect } from 'chai';
import { commandText } from '../../../cli/context/command-text.js';

describe(commandText.name, () => {
  const table: readonly (readonly [readonly string[], string])[] = [
    [['run', 'main.nf', '-w', 's3://my-bucket/work'], 'run main.nf -w s3://my-bucket/work'],
    [['run', 'my script.nf', "it's"], `run 'my script.nf' 'it'\\''s'`],
    [['run', '-process.debug', 'true', '-process.cpus=4'], 'run -process.debug true -process.cpus=4'],
    [
      ['run', '-process.memory', '8 GB', '-process.time', '1h'],
      `run -process.memory '8 GB' -process.time 1h`,
    ],
    [['run', '-process.memory', '8.GB', 'main.nf'], 'run -process.memory 8.GB main.nf'],
    [['run', '-process.debug', '-local', 'main.nf'], 'run -process.debug -local main.nf'],
    [['run', '-process.containerOptions', '--env PIN=hunter2'], 'run -process.containerOptions ***'],
    [['run', '-process.ext.token=hunter2', 'main.nf'], 'run -process.ext.token=*** main.nf'],
    [['run', '-executor.x', 'abc', '-c', 'my.config'], 'run -executor.x *** -c my.config'],
    [['run', '-c', 'https://me:secret99@example.com/x'], 'run -c https://***@example.com/x'],
  ];
  for (const [argv, expected] of table) {
    it(`writes ${JSON.stringify(argv)}`, () => {
      expect(commandText(argv)).to.equal(`nf-awsecs ${expected}`);
    });
  }
});
