import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { localDeclaration } from '../../../cli/commands/local-declaration.js';
import { logsDeclaration } from '../../../cli/logs/logs-declaration.js';
import { planDeclaration } from '../../../cli/commands/plan-declaration.js';
import { runDeclaration } from '../../../cli/commands/run-declaration.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

async function output(line: string): Promise<string> {
  const context = new FakeContext();
  const code = await runCommandLine(line === '' ? [] : line.split(' '), context, new FakeServices());
  expect(code).to.equal(0);
  expect(context.stderr.text).to.equal('');
  return context.stdout.text;
}

describe('the help of nf-awsecs', () => {
  for (const line of ['', '-h', '-help', '--help', 'help']) {
    it(`lists the commands and shows examples for \`nf-awsecs ${line}\``, async () => {
      const text = await output(line);
      expect(text).to.include('Usage: nf-awsecs');
      for (const { name, summary } of [runDeclaration, planDeclaration, logsDeclaration, localDeclaration])
        expect(text).to.match(new RegExp(`${name}.*${summary}`));
      expect(text).to.include('Examples:\n').and.include('  nf-awsecs run main.nf -work-dir');
    });
  }

  for (const declaration of [runDeclaration, planDeclaration, logsDeclaration, localDeclaration]) {
    const { name } = declaration;
    for (const line of [`${name} -help`, `${name} --help`, `${name} -h`, `help ${name}`]) {
      it(`lists every option and example for \`nf-awsecs ${line}\``, async () => {
        const text = await output(line);
        expect(text).to.include(`Usage: nf-awsecs ${name}`);
        for (const option of declaration.options.filter(({ scope }) => scope === undefined)) {
          expect(text).to.match(new RegExp(`^ {2}-${option.name}\\b`, 'm'));
        }
        for (const [variable] of declaration.environment ?? []) expect(text).to.include(`  ${variable} `);
        for (const example of declaration.examples) expect(text).to.include(`  ${example.line}\n`);
      });
    }
  }

  it('shows families of options as they are typed', async () => {
    const text = await output('run -help');
    expect(text).to.include('-process.<directive> [value]').and.include('-executor.<option> [value]');
    expect(text).to.include('-work-dir, -w <uri>').and.include('-help, -h');
  });

  it('writes options with one dash throughout', async () => {
    for (const line of ['', 'run -help', 'plan -help', 'logs -help', 'local -help'])
      expect(await output(line)).to.not.match(/(^|\s)--[a-z]/);
  });

  it('fits the width of the terminal', async () => {
    const context = new FakeContext({}, '/', true);
    context.stdout.columns = 80;
    await runCommandLine(['run', '-help'], context, new FakeServices());
    const [options] = context.stdout.text.split('Examples:');
    expect(Math.max(...(options ?? '').split('\n').map((line) => line.length))).to.be.at.most(80);
  });

  for (const line of ['-v', '-version', '--version']) {
    it(`prints the version for \`nf-awsecs ${line}\``, async () => {
      expect(await output(line)).to.equal('nf-awsecs version 0.1.0\n');
    });
  }
});
