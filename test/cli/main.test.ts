import { expect } from 'chai';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

  it('begins with the line that makes it executable', async () => {
    expect(await readFile(main, 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/);
  });
});
