import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPackageRoot } from '../../../cli/context/package-root.js';

describe(findPackageRoot.name, () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-root-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('climbs past packages of other names to ours', async () => {
    const inner = join(folder, 'dist', 'cli');
    await mkdir(inner, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"name":"nf-awsecs","version":"1.2.3"}');
    await writeFile(join(inner, 'package.json'), '{"type":"module"}');
    const moduleUrl = pathToFileURL(join(inner, 'main.js')).href;
    expect(await findPackageRoot(moduleUrl)).to.deep.equal({ folder, version: '1.2.3' });
  });

  it('says so where no folder above is ours', async () => {
    const moduleUrl = pathToFileURL(join(folder, 'main.js')).href;
    const error = await findPackageRoot(moduleUrl).catch((reason: unknown) => reason);
    expect(String(error)).to.include('no package.json of nf-awsecs').and.include(moduleUrl);
  });
});
