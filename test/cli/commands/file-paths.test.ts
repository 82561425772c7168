import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveScript } from '../../../cli/commands/file-paths.js';

describe(resolveScript.name, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-paths-'));
    await mkdir(join(folder, 'pipelines', 'empty'), { recursive: true });
    await writeFile(join(folder, 'main.nf'), '');
    await writeFile(join(folder, 'pipelines', 'Align.nf'), '');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function refusal(given: string): Promise<string> {
    return resolveScript(folder, given).then(
      () => 'not refused',
      (error: unknown) => (error as Error).message,
    );
  }

  it('takes a file as written, and the main.nf of a folder', async () => {
    expect(await resolveScript(folder, 'main.nf')).to.equal('main.nf');
    expect(await resolveScript(folder, '.')).to.equal('main.nf');
  });

  it('names a script of the same folder that is nearly called so', async () => {
    expect(await refusal('mian.nf')).to.match(/Did you mean main\.nf\?$/);
    expect(await refusal('pipelines/aling.nf')).to.match(/Did you mean pipelines\/Align\.nf\?$/);
  });

  it('says what to give where none is near', async () => {
    expect(await refusal('elsewhere/other.nf')).to.match(/Give the path of a script, e\.g\. main\.nf\.$/);
    expect(await refusal('pipelines/empty')).to.include('the folder holds no main.nf');
  });
});
