import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadPipeline } from '../../../host/script/load-pipeline.js';
import { sampleWorkflow } from './quickstart-scripts.js';

describe(loadPipeline.name, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-script-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const failure = async (path: string): Promise<unknown> =>
    loadPipeline(path).catch((error: unknown) => error);

  it('reads a script from its file', async () => {
    const path = join(folder, 'main.nf');
    await writeFile(path, sampleWorkflow);
    expect((await loadPipeline(path)).calls[0]).to.deep.include({
      process: 'HELLO',
      location: { path, line: 18, column: 5 },
    });
  });

  it('names a script that does not exist', async () => {
    const path = join(folder, 'absent.nf');
    expect(await failure(path)).to.include({
      code: 'SCRIPT_UNREADABLE',
      message: `Cannot read the pipeline script ${path}: the file does not exist. Give the path of a script such as main.nf.`,
    });
  });

  it('names why a script cannot be read', async () => {
    expect(await failure(folder))
      .to.have.property('message')
      .that.contains(': EISDIR.');
  });

  it('gives the place of what is wrong in the file', async () => {
    const path = join(folder, 'main.nf');
    await writeFile(path, 'workflow {\n  A()\n}\n');
    expect(await failure(path)).to.include({ code: 'SCRIPT_INVALID', path, line: 2, column: 3 });
  });
});
