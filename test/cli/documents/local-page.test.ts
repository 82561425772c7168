import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { localDeclaration } from '../../../cli/commands/local-declaration.js';
import { runtimeNames } from '../../../cli/commands/runtime-option.js';
import { controlRoutes } from '../../../local/control/control-routes.js';
import { parseScenario } from '../../../local/faults/scenario/read-scenario.js';
import { startLocalCloud } from '../../../local/index.js';
import { blocks, curlRequests, localPage, root } from './local-page.js';

const run = promisify(execFile);

describe('docs/local.md', () => {
  it('tells every option of nf-awsecs local, and every runtime', async () => {
    const page = await localPage();
    for (const { name, value } of localDeclaration.options) {
      const term = [`-${name}`, value?.replace('|', '\\|')].filter(Boolean).join(' ');
      expect(page).to.match(new RegExp(`^\\| \`${term.replace(/[\\|]/g, '\\$&')}\` +\\|`, 'm'), term);
    }
    for (const name of runtimeNames) expect(page).to.include(`\`${name}\``);
  });

  it('has command lines that are taken', async () => {
    const { normaliseArguments } = await import('../../../cli/arguments/normalise.js');
    const { runDeclaration } = await import('../../../cli/commands/run-declaration.js');
    const lines = blocks(await localPage(), 'sh').flatMap((block) => block.match(/^nf-awsecs .*$/gm) ?? []);
    expect(lines).to.have.length(3);
    for (const line of lines)
      expect(() =>
        normaliseArguments(line.split(' ').slice(1), [runDeclaration, localDeclaration]),
      ).to.not.throw();
  });

  it('has a scenario that can be used', async () => {
    const [scenario = '', ...others] = blocks(await localPage(), 'json');
    expect(others).to.deep.equal([]);
    const ground = { services: ['ecs'], virtualTime: false, simulatedTasks: false };
    expect(Object.keys(parseScenario(scenario, ground))).to.deep.equal(['seed', 'calls', 'images', 'events']);
  });

  describe('with a cloud', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-page-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('asks the control API for what it can do, in an order that works, and leaves no path out', async () => {
      const cloud = await startLocalCloud({ dataDir: folder, runtime: 'simulated', virtualTime: 0 });
      try {
        const requests = curlRequests(await localPage());
        const shown = new Set<string>();
        for (const { method, target, body } of requests) {
          const answer = await fetch(`${cloud.endpoint}/_local${target}`, { method, body: body ?? null });
          expect(answer.status, `${method} ${target}: ${await answer.text()}`).to.equal(200);
          shown.add(`${method} ${target.slice(1).replace(/\?.*/, '')}`);
        }
        const served = [...controlRoutes(cloud.control, () => ({}))].flatMap(([path, route]) =>
          Object.keys(route).map((method) => `${method} ${path}`),
        );
        expect([...shown].sort()).to.deep.equal(served.sort());
      } finally {
        await cloud.close();
      }
    });
  });

  describe('the test in it', () => {
    // Below the package, which its name then leads to: as in a project that has it installed.
    let folder: string;
    beforeEach(async () => {
      await mkdir(join(root, '.cache'), { recursive: true });
      folder = await mkdtemp(join(root, '.cache', 'page-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('compiles and passes', async function () {
      this.timeout(120_000);
      const [example = '', ...others] = blocks(await localPage(), 'ts');
      expect(others).to.deep.equal([]);
      await writeFile(join(folder, 'example.test.ts'), example);
      const options = [
        '--strict',
        '--skipLibCheck',
        '--types',
        'node',
        '--target',
        'es2022',
        '--module',
        'nodenext',
      ];
      const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      await run(process.execPath, [tsc, ...options, 'example.test.ts', '--ignoreConfig'], {
        cwd: folder,
      }).catch((error: unknown) => {
        throw new Error(`it does not compile: ${(error as { readonly stdout: string }).stdout}`);
      });
      const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', 'example.test.js'], {
        cwd: folder,
        env: { PATH: process.env['PATH'], TMPDIR: folder },
      });
      expect(stdout)
        .to.match(/^# pass 1$/m)
        .and.match(/^# fail 0$/m);
    });
  });
});
