import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Sandbox } from './wrapper-sandbox.js';

/** A process waiting for its parent to notice its end counts as ended. */
async function hasEnded(pid: number): Promise<boolean> {
  const state = await new Promise<string>((resolve) => {
    execFile('ps', ['-o', 'stat=', '-p', String(pid)], (_error, stdout) => resolve(stdout.trim()));
  });
  return state === '' || state.startsWith('Z');
}

for (const metrics of [false, true]) {
  describe(`the task wrapper under a real bash, ${metrics ? 'measuring' : 'measuring nothing'}`, function () {
    this.timeout(20_000);
    let sandbox: Sandbox;

    beforeEach(async () => {
      sandbox = await Sandbox.create({ metrics });
    });

    afterEach(() => sandbox.remove());

    it('keeps both streams apart, in files and on its own streams', async () => {
      const ended = await sandbox.run('echo to-out; echo to-err >&2; echo more');
      expect(ended).to.deep.equal({ code: 0, stdout: 'to-out\nmore\n', stderr: 'to-err\n' });
      expect(await sandbox.file('.command.out')).to.equal('to-out\nmore\n');
      expect(await sandbox.file('.command.err')).to.equal('to-err\n');
      expect(await sandbox.file('.exitcode')).to.equal('0');
      expect(await sandbox.file('.command.begin')).to.equal('');
    });

    it('leaves no status of an earlier try beside a command that runs', async () => {
      await writeFile(join(sandbox.workDir, '.exitcode'), '0');
      const { stdout } = await sandbox.run('[ -e .exitcode ] && echo there || echo gone; exit 3');
      expect(stdout).to.equal('gone\n');
      expect(await sandbox.file('.exitcode')).to.equal('3');
    });

    for (const [what, script, said] of [
      ['perl', '#!/usr/bin/perl -w\nprint "perl $^W\\n";', 'perl 1\n'],
      ['env with arguments', '#!/usr/bin/env perl -l\nprint "a"; print "b";', 'a\nb\n'],
      ['sh, without the flags of ours', '#!/bin/sh\nfalse\necho "[$UNSET_VARIABLE]"', '[]\n'],
      ['bash with its own flags', '#!/bin/bash -u\nfalse\necho on', 'on\n'],
    ] as const) {
      it(`runs a script by the interpreter it names: ${what}`, async () => {
        expect(await sandbox.run(script)).to.deep.equal({ code: 0, stdout: said, stderr: '' });
      });
    }

    it('takes the words of a first line for words, whatever they hold', async () => {
      const ended = await sandbox.run("#!/bin/echo $(touch owned) `id` 'x\n");
      expect(ended.stdout).to.match(/^\$\(touch owned\) `id` 'x .+\.command\.sh\n$/);
    });

    it('says which interpreter is missing, with status 127', async () => {
      const ended = await sandbox.run('#!no-such-interpreter\n');
      expect(ended.code).to.equal(127);
      expect(ended.stderr).to.contain('no-such-interpreter');
    });

    for (const [script, status] of [
      ['exit 3', 3],
      ['false', 1],
      ['exit 255', 255],
      ['kill -KILL $$', 137],
      ['no-such-command', 127],
      ['echo "$UNSET_VARIABLE"', 1],
    ] as const) {
      it(`passes on status ${status} of: ${script}`, async () => {
        const ended = await sandbox.run(script);
        expect(ended.code).to.equal(status);
        expect(await sandbox.file('.exitcode')).to.equal(String(status));
      });
    }

    it('says nothing of its own on a failure', async () => {
      expect(await sandbox.run('kill -KILL $$')).to.deep.equal({ code: 137, stdout: '', stderr: '' });
    });

    it('runs scripts with quotes, dollars, backslashes and other alphabets as they stand', async () => {
      const script = `printf '%s\\n' "it's" '$HOME' 'a\\b' "日本語 ü" '\`x\`'`;
      expect((await sandbox.run(script)).stdout).to.equal("it's\n$HOME\na\\b\n日本語 ü\n`x`\n");
    });

    it('loses nothing of a large output', async () => {
      const ended = await sandbox.run('for i in {1..200000}; do echo "line $i"; done; printf end');
      expect(ended.stdout.length).to.be.greaterThan(2_000_000);
      expect(ended.stdout).to.match(/line 200000\nend$/);
      expect(await sandbox.file('.command.out')).to.equal(ended.stdout);
    });

    it('exports the environment exactly, to the command only', async () => {
      const value = `a 'quoted' "value" $HOME \\ \`x\`\nsecond`;
      const ended = await sandbox.run('printf %s "$MY_VAR"; PATH=/usr/bin:/bin', { MY_VAR: value });
      expect(ended.stdout).to.equal(value);
      expect((await sandbox.run('echo "$PATH"', { PATH: '/nowhere' })).stdout).to.equal('/nowhere\n');
    });

    it('runs in its work dir and tells the command where that is', async () => {
      const ended = await sandbox.run('pwd -P; echo "$NXF_TASK_WORKDIR"');
      const [cwd, told] = ended.stdout.trimEnd().split('\n');
      expect(cwd).to.match(/bucket\/work\/ab\/cdef$/);
      expect(told).to.equal(sandbox.workDir);
    });

    it('leaves no file in the temporary folder', async () => {
      const ended = await sandbox.run('ls -A "$TMPDIR" | grep -v nxf- || true');
      expect(ended.stdout).to.equal('');
      const after = await sandbox.run(
        `ls -A ${JSON.stringify(join(sandbox.root, 'tmp'))} | wc -l | tr -d ' '`,
      );
      expect(after.stdout.trim()).to.equal('1');
    });

    it('works where the path holds quotes and spaces', async () => {
      const odd = await Sandbox.create({ key: `it's a "work" $dir/ab`, metrics });
      const ended = await odd.run('echo fine');
      await odd.remove();
      expect(ended.stdout).to.equal('fine\n');
    });

    it('takes what a process substitution still writes after the command has ended', async () => {
      const ended = await sandbox.run('exec > >(sleep 0.3; cat); echo late');
      expect(ended.stdout).to.equal('late\n');
    });

    it('does not wait for a forgotten background process longer than the linger time', async () => {
      const script = 'sleep 30 & echo $! > pid; echo done; exit 4';
      const ended = await sandbox.run(script, {}, 1);
      process.kill(Number(await sandbox.file('pid')), 'SIGKILL');
      expect(ended).to.deep.equal({ code: 4, stdout: 'done\n', stderr: '' });
      expect(await sandbox.file('.exitcode')).to.equal('4');
    });

    for (const signal of ['SIGTERM', 'SIGINT', 'SIGUSR2'] as const) {
      it(`ends the command and its children on ${signal}`, async () => {
        await sandbox.write("echo before; bash -c 'echo $$ > pid; sleep 60; true'; echo not reached");
        const run = sandbox.start();
        const pid = Number(await sandbox.appeared('pid'));
        run.kill(signal);
        const ended = await run.ended;
        expect(ended).to.deep.equal({ code: 143, stdout: 'before\n', stderr: '' });
        expect(await sandbox.file('.exitcode')).to.equal('143');
        while (!(await hasEnded(pid))) await new Promise((resolve) => setImmediate(resolve));
      });
    }

    it("runs the script's own trap and takes the status it gives", async () => {
      await sandbox.write('trap "echo cleaning; exit 9" TERM; bash -c "echo x > begun; exec sleep 60"');
      const run = sandbox.start();
      await sandbox.appeared('begun');
      run.kill('SIGTERM');
      expect(await run.ended).to.include({ code: 9, stdout: 'cleaning\n' });
      expect(await sandbox.file('.exitcode')).to.equal('9');
    });

    for (const [signal, status] of [
      ['SIGTERM', 143],
      ['SIGINT', 130],
      ['SIGUSR2', 140],
    ] as const) {
      it(`waits for a script that cleans up on ${signal}, and does not take its exit 0 for success`, async () => {
        await sandbox.write(
          'trap "sleep 0.3; echo cleaned > cleaned; exit 0" TERM; bash -c "echo x > begun; exec sleep 60"',
        );
        const run = sandbox.start();
        await sandbox.appeared('begun');
        run.kill(signal);
        expect((await run.ended).code).to.equal(status);
        expect(await sandbox.file('cleaned')).to.equal('cleaned\n');
        expect(await sandbox.file('.exitcode')).to.equal(String(status));
      });
    }

    it('keeps the 0 of a command that had ended before the signal came', async () => {
      // What outlives the command holds its output open: the wrapper still waits for that.
      await sandbox.write('(trap "" TERM; while [ ! -e go ]; do sleep 0.05; done) & echo $$ > pid');
      const run = sandbox.start();
      const pid = Number(await sandbox.appeared('pid'));
      while (!(await hasEnded(pid))) await new Promise((resolve) => setImmediate(resolve));
      run.kill('SIGTERM');
      await writeFile(join(sandbox.workDir, 'go'), '');
      expect((await run.ended).code).to.equal(0);
      expect(await sandbox.file('.exitcode')).to.equal('0');
    });
  });
}
