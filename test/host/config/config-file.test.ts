import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDefaultFile, readNamedFile } from '../../../host/config/config-file.js';

describe('configuration files', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-config-file-'));
    path = join(folder, 'nextflow.config');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const pipe = (): void => void execFileSync('mkfifo', [path]);
  const said = async (reading: ReturnType<typeof readNamedFile>): Promise<unknown> => {
    const outcome = await reading;
    return 'problem' in outcome ? outcome.problem.message : outcome;
  };

  for (const read of [readDefaultFile, readNamedFile]) {
    it(`are files and links to them (${read.name})`, async () => {
      await writeFile(join(folder, 'real'), 'a = 1');
      await symlink('real', path);
      expect(await said(read(path))).to.deep.equal({ path, text: 'a = 1' });
    });

    it(`are wrong where a link leads nowhere (${read.name})`, async () => {
      await symlink('nowhere', path);
      expect(await said(read(path))).to.equal('is a link to a file that does not exist');
    });

    it(`are no devices (${read.name})`, async () => {
      expect(await said(read('/dev/zero'))).to.match(/^is no regular file/);
    });
  }

  it('may be absent where nobody named them', async () => {
    expect(await said(readDefaultFile(path))).to.deep.equal({ absent: true });
    expect(await said(readNamedFile(path))).to.equal('the configuration file does not exist');
  });

  it('are no pipes where nobody named them', async () => {
    pipe();
    expect(await said(readDefaultFile(path))).to.equal('is no regular file');
  });

  it('are read to the end of a pipe that was named, also where it is written later', async () => {
    pipe();
    const reading = said(readNamedFile(path));
    await writeFile(path, 'a = 1\nb = 2\n');
    expect(await reading).to.deep.equal({ path, text: 'a = 1\nb = 2\n' });
  });
});
