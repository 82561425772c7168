import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import type { CliServices } from '../../../cli/commands/services.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

describe('nf-awsecs help <code>', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-page-'));
    await mkdir(join(folder, 'docs'));
    await writeFile(
      join(folder, 'docs', 'errors.md'),
      '# Errors\n\n### `NO_SUBNETS`\n\nWhy.\n\n### `THROTTLED`\n\nToo fast.\n',
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function help(...topics: string[]): Promise<{ code: number; context: FakeContext }> {
    const context = new FakeContext();
    const services: CliServices = Object.assign(new FakeServices(), {
      ownManifest: join(folder, 'plugin.json'),
    });
    return { code: await runCommandLine(['help', ...topics], context, services), context };
  }

  for (const topic of ['NO_SUBNETS', 'no_subnets']) {
    it(`prints what the page of the package says of ${topic}, and where the page is`, async () => {
      const { code, context } = await help(topic);
      expect(code).to.equal(0);
      expect(context.stdout.text).to.equal(
        `### \`NO_SUBNETS\`\n\nWhy.\n\nAll codes, and what links lead to: ${join(folder, 'docs', 'errors.md')}\n`,
      );
    });
  }

  it('knows codes of one word', async () => {
    expect((await help('THROTTLED')).context.stdout.text).to.include('Too fast.');
  });

  it('names the nearest code for one that is not listed, and exits 2', async () => {
    const { code, context } = await help('NO_SUBNET');
    expect(code).to.equal(2);
    expect(context.stderr.text).to.equal(
      'ERROR: There is no error code NO_SUBNET. Did you mean NO_SUBNETS?\nSee nf-awsecs -help\n',
    );
  });

  it('leaves commands and misspelled commands to the help of commands', async () => {
    expect((await help('run')).context.stdout.text).to.include('Usage: nf-awsecs run');
    expect((await help('rnu')).context.stderr.text).to.include('Did you mean run?');
  });
});
