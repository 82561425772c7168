import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataRoot } from '../../../local/s3/data-root.js';
import { createS3Service } from '../../../local/s3/s3-service.js';
import { storedText } from '../../../local/s3/stored-text.js';

describe(storedText.name, () => {
  let folder: string;
  let close: () => Promise<void>;
  let read: (arn: string) => Promise<string | undefined>;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-text-')));
    await mkdir(join(folder, 's3', 'bbb', 'conf'), { recursive: true });
    const service = await createS3Service({
      root: new DataRoot(join(folder, 's3')),
      stateFolder: join(folder, 'state'),
      region: 'us-east-1',
      account: '123456789012',
    });
    close = () => service.close();
    read = (arn) => storedText(service.store, arn);
  });
  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, text: string): Promise<void> =>
    writeFile(join(folder, 's3', 'bbb', 'conf', name), text);

  it('reads the object an ARN names, in any partition', async () => {
    await write('a.env', 'A=ü\n');
    expect(await read('arn:aws:s3:::bbb/conf/a.env')).to.equal('A=ü\n');
    expect(await read('arn:aws-us-gov:s3:::bbb/conf/a.env')).to.equal('A=ü\n');
  });

  it('has nothing where there is no such object, no such bucket, or no ARN of an object', async () => {
    const arns = ['arn:aws:s3:::bbb/conf/b.env', 'arn:aws:s3:::ccc/a.env', 'arn:aws:s3:::bbb', 's3://bbb/a'];
    expect(await Promise.all(arns.map(read))).to.deep.equal(arns.map(() => undefined));
  });

  it('reads no file that is too large for memory', async () => {
    await write('full.env', 'x'.repeat(1024 * 1024));
    await write('large.env', 'x'.repeat(1024 * 1024 + 1));
    expect(await read('arn:aws:s3:::bbb/conf/full.env')).to.have.length(1024 * 1024);
    expect(await read('arn:aws:s3:::bbb/conf/large.env')).to.equal(undefined);
  });

  it('follows no link out of the buckets', async () => {
    await writeFile(join(folder, 'secret'), 'KEY=1');
    await symlink(join(folder, 'secret'), join(folder, 's3', 'bbb', 'conf', 'out.env'));
    expect(await read('arn:aws:s3:::bbb/conf/out.env')).to.equal(undefined);
  });
});
