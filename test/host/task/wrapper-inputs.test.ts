import { lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Sandbox } from './wrapper-sandbox.js';

describe('the inputs that the task wrapper stages', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;

  /** An object of the bucket `data`. */
  async function put(key: string, text: string): Promise<string> {
    const path = join(sandbox.root, 'data', key);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
    return `s3://data/${key}`;
  }

  beforeEach(async () => {
    sandbox = await Sandbox.create();
  });

  afterEach(() => sandbox.remove());

  it('are there under their names when the command begins, as links', async () => {
    const uri = await put('run 1/reads.fq', 'ACGT\n');
    await put('index/sub/i', 'I\n');
    sandbox.inputs = [
      { uri, stageAs: 'reads.fq' },
      { uri: 's3://data/index/', stageAs: 'ref/index' },
    ];
    const ended = await sandbox.run('cat reads.fq ref/index/sub/i');
    expect(ended).to.deep.equal({ code: 0, stdout: 'ACGT\nI\n', stderr: '' });
    const link = await readlink(join(sandbox.workDir, 'reads.fq'));
    expect(link).to.equal(join(sandbox.root, 'data', 'run 1/reads.fq'));
  });

  for (const name of ["it's", '-rf', '$(touch owned)', '"`id`"', 'a b', 'a\\b', '~', '#x', '!x'])
    it(`may be called ${name}, and lie under that name too`, async () => {
      const uri = await put(`d/${name}`, `of ${name}\n`);
      sandbox.inputs = [
        { uri, stageAs: `to/${name}` },
        { uri, stageAs: name },
      ];
      await sandbox.write('cat to/* && ls -A');
      const { code, stdout } = await sandbox.start().ended;
      expect(code).to.equal(0);
      expect(stdout.split('\n')[0]).to.equal(`of ${name}`);
      expect(stdout.split('\n')).to.include(name).and.not.include('owned');
      expect(await readFile(join(sandbox.workDir, name), 'utf8')).to.equal(`of ${name}\n`);
    });

  it('take the place of what an earlier try left, and what the links led to stays', async () => {
    const uri = await put('reads.fq', 'ACGT\n');
    await put('old/kept', 'kept\n');
    await symlink(join(sandbox.root, 'data/old'), join(sandbox.workDir, 'index'));
    await mkdir(join(sandbox.workDir, 'reads.fq/made/by/the/command'), { recursive: true });
    sandbox.inputs = [
      { uri, stageAs: 'reads.fq' },
      { uri: 's3://data/old/', stageAs: 'index' },
    ];
    const script = 'cat reads.fq index/kept';
    expect((await sandbox.run(script)).stdout).to.equal('ACGT\nkept\n');
    expect((await sandbox.run(script)).stdout).to.equal('ACGT\nkept\n');
    expect((await lstat(join(sandbox.workDir, 'index'))).isSymbolicLink()).to.equal(true);
  });

  it('fail the task, with the words of the system, where they cannot be made', async () => {
    const uri = await put('reads.fq', 'ACGT\n');
    await writeFile(join(sandbox.workDir, 'to'), 'a file in the way');
    sandbox.inputs = [{ uri, stageAs: 'to/reads.fq' }];
    const ended = await sandbox.run('echo never');
    expect(ended).to.include({ code: 1, stdout: '' });
    expect(await sandbox.file('.exitcode')).to.equal('1');
    expect(await sandbox.file('.command.err')).to.match(/to.+(?:exists|directory)/);
  });
});
