import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

/** The files a page shows: each named at the beginning of a paragraph, its content the next block of code. */
function filesOf(page: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let name: string | undefined;
  for (const [, named, code] of page.matchAll(/^`([\w.-]+\.js(?:on)?)`|^```js(?:on)?\n(.*?)^```$/gms)) {
    if (named !== undefined) name = named;
    else if (name !== undefined && code !== undefined) files.set(name, code);
  }
  return files;
}

describe('docs/writing-an-executor.md', function () {
  // The page's executor runs real processes in real time.
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-page-'));
  });

  afterEach(() => rm(folder, { recursive: true, maxRetries: 3 }));

  it('leads from an empty folder to an executor that passes the kit', async () => {
    const files = filesOf(await readFile(join(root, 'docs/writing-an-executor.md'), 'utf8'));
    const names = [
      'package.json',
      'plugin.json',
      'processes.js',
      'task-handler.js',
      'index.js',
      'executor.test.js',
    ];
    expect([...files.keys()]).to.deep.equal(names);
    for (const [name, code] of files) await writeFile(join(folder, name), code);
    // What `npm install` would do.
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'nf-awsecs'));
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], {
      cwd: folder,
      env,
    }).catch((failure: unknown) => failure as { readonly stdout: string });
    const failed = stdout.match(/^ *not ok [\s\S]*?^ *\.\.\.$/gm) ?? [];
    expect(stdout, failed.join('\n')).to.match(/^# fail 0$/m);
    expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).to.be.at.least(50);
  });
});
