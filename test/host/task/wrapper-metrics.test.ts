import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Sandbox } from './wrapper-sandbox.js';

/** The text of `.command.trace` as names and values. */
function valuesOf(text: string): Map<string, string> {
  const [form, ...lines] = text.trimEnd().split('\n');
  expect(form).to.equal('nextflow.trace/v2');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** Command lines of processes that name the sandbox's folder. */
function stillRunning({ root }: Sandbox): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'args='], (_error, stdout) =>
      resolve(
        stdout
          .split('\n')
          .filter((line) => line.includes(root))
          .join('\n'),
      ),
    );
  });
}

describe('what the task wrapper measures', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await Sandbox.create({ metrics: true });
  });

  afterEach(() => sandbox.remove());

  const measured = async (script: string): Promise<Map<string, string>> => {
    await sandbox.run(script);
    return valuesOf(await sandbox.file('.command.trace'));
  };

  it('is the time that passed, also for a command that fails', async () => {
    const values = await measured('sleep 0.3; exit 3');
    expect(Number(values.get('realtime'))).to.be.within(290, 5000);
    expect(await sandbox.file('.exitcode')).to.equal('3');
  });

  it('is the share of CPU time in it: little for one that sleeps, much for one that works', async () => {
    // As milliseconds of CPU: the share itself depends on who else is busy here.
    const used = (values: Map<string, string>): number =>
      (Number(values.get('%cpu')) * Number(values.get('realtime'))) / 1000;
    const idle = used(await measured('sleep 0.4'));
    const busy = used(await measured('for i in {1..300000}; do :; done'));
    expect(busy).to.be.greaterThan(100);
    expect(idle).to.be.below(busy / 2);
  });

  it('is nothing of an earlier try in the same folder', async () => {
    await writeFile(join(sandbox.workDir, '.command.trace'), 'nextflow.trace/v2\nrealtime=99999999\n');
    expect(Number((await measured('true')).get('realtime'))).to.be.below(10_000);
  });

  it('is written also when a signal ended the command', async () => {
    await sandbox.write('echo x > begun; exec sleep 60');
    const run = sandbox.start();
    await sandbox.appeared('begun');
    run.kill('SIGTERM');
    expect((await run.ended).code).to.equal(143);
    expect(valuesOf(await sandbox.file('.command.trace')).get('realtime')).to.match(/^\d+$/);
  });

  it('is not written where nobody wants it', async () => {
    const plain = await Sandbox.create();
    await plain.run('true');
    expect(existsSync(join(plain.workDir, '.command.trace'))).to.equal(false);
    await plain.remove();
  });

  it('leaves the command no pipe of its own, and no process when it is killed', async () => {
    expect((await sandbox.run('{ true >&9; } 2>/dev/null && echo open || echo closed')).stdout).to.equal(
      'closed\n',
    );
    await sandbox.write('echo $$ > pid; exec sleep 60');
    const run = sandbox.start();
    const command = Number(await sandbox.appeared('pid'));
    expect((await stillRunning(sandbox)).split('\n').length).to.be.greaterThan(1);
    run.kill('SIGKILL');
    while ((await stillRunning(sandbox)) !== '') await new Promise((resolve) => setImmediate(resolve));
    // Nobody is left to end the command: that is the container's end, or here the test.
    process.kill(command, 'SIGKILL');
    await run.ended;
  });

  describe('on Linux', () => {
    before(function () {
      if (!existsSync('/proc/self/io')) this.skip();
    });

    it('counts what the command and its children read and wrote', async () => {
      const values = await measured(
        "head -c 3000000 /dev/zero > big; cat big > copy; sh -c 'cat copy > third'",
      );
      expect(Number(values.get('rchar'))).to.be.within(9_000_000, 9_500_000);
      expect(Number(values.get('wchar'))).to.be.within(9_000_000, 9_100_000);
      for (const name of ['syscr', 'syscw', 'read_bytes', 'write_bytes'])
        expect(values.get(name), name).to.match(/^\d+$/);
    });

    it('sees the peak of memory of the whole tree, in KB', async () => {
      // Two processes of some 20 and 40 MB, which live long enough to be looked at.
      const hold = (mb: number): string =>
        `perl -e '$x = "x" x (${mb} << 20); select(undef, undef, undef, 1.0)'`;
      const values = await measured(`${hold(20)} & ${hold(40)}; wait`);
      expect(Number(values.get('peak_rss'))).to.be.within(60 << 10, 200 << 10);
      expect(Number(values.get('rss'))).to.be.within(60 << 10, 200 << 10);
      expect(Number(values.get('peak_vmem'))).to.be.at.least(Number(values.get('peak_rss')));
      expect(Number(values.get('%mem'))).to.be.within(0, 1000);
      for (const name of ['vmem', 'vol_ctxt', 'inv_ctxt']) expect(values.get(name), name).to.match(/^\d+$/);
    });

    it('names every value as Nextflow does', async () => {
      const names = [...(await measured('sleep 0.2')).keys()].filter((name) => name !== 'cpu_model');
      expect(names).to.deep.equal([
        ...['realtime', '%cpu', 'rchar', 'wchar', 'syscr', 'syscw', 'read_bytes', 'write_bytes'],
        ...['rss', 'vmem', 'peak_rss', 'peak_vmem', 'vol_ctxt', 'inv_ctxt', '%mem'],
      ]);
    });
  });
});
