import { expect } from 'chai';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** Runs the command as its own process, in the way a shell does. */
function command(...argv: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...argv], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

describe('the program nf-awsecs', () => {
  it("prints the package's version", async () => {
    const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(await command('-version')).to.deep.equal({
      code: 0,
      stdout: `nf-awsecs version ${version}\n`,
      stderr: '',
    });
  });

  it('ends with 2 on a wrong option and prints nothing but the complaint', async () => {
    const { code, stdout, stderr } = await command('run', 'main.nf', '-locl');
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.equal('ERROR: Unknown option -locl. Did you mean -local?\nSee nf-awsecs run -help\n');
  });

  it('keeps a local cloud until SIGTERM, without a word on standard error', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-cloud-'));
    const child = spawn(process.execPath, [main, 'local', '-data', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString();
      if (said.stdout.includes('Ctrl-C stops it.')) child.kill('SIGTERM');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    await rm(folder, { recursive: true });
    expect({ code, stderr: said.stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(said.stdout).to.match(/^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
  });

  describe('with a plugin that', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-main-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const pipeline = "process HELLO {\n  script:\n  'true'\n}\nworkflow {\n  HELLO()\n}\n";

    /** Runs a pipeline that is refused, with a plugin of that entry. */
    async function run(entry: string): Promise<Ended> {
      const manifest = { id: 'nf-x', version: '1.0.0', spi: '^1.0.0', executors: ['x'], settings: {} };
      await writeFile(join(folder, 'plugin.json'), JSON.stringify({ ...manifest, entry: 'index.mjs' }));
      await writeFile(join(folder, 'index.mjs'), entry);
      await writeFile(join(folder, 'main.nf'), pipeline);
      return command('run', join(folder, 'main.nf'), '-plugins', folder);
    }

    it('ends the process, says so and is no success', async () => {
      const { code, stderr } = await run('process.exit(0);');
      expect(code).to.equal(1);
      expect(stderr).to.match(/^ERROR: The command ended before it was done: .*\n\[PLUGIN_BROKEN\]/);
    });

    it('leaves a timer behind, ends all the same', async () => {
      const entry = 'setInterval(() => undefined, 1000); export const plugin = {};';
      const { code, stderr } = await run(entry);
      expect(code).to.equal(1);
      expect(stderr)
        .to.match(/^ERROR: .*nf-x/)
        .and.not.to.contain('ended before');
    });
  });

  it('ends with one error where the current folder was deleted', async () => {
    const gone = await mkdtemp(join(tmpdir(), 'nf-awsecs-gone-'));
    const { code, stderr } = await new Promise<Ended>((resolve) => {
      const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" -version';
      const child = execFile(
        'sh',
        ['-c', script, 'sh', gone, process.execPath, main],
        (_e, stdout, stderr) => {
          resolve({ code: child.exitCode ?? -1, stdout, stderr });
        },
      );
    });
    expect(code).to.equal(1);
    expect(stderr).to.equal(
      'ERROR: Cannot start: the current folder is gone or cannot be read (ENOENT). Change to another and try again.\n',
    );
  });

  it('begins with the line that makes it executable', async () => {
    expect(await readFile(main, 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/);
  });
});
