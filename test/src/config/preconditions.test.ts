import { expect } from 'chai';
import { unmetPreconditions } from '../../../src/config/preconditions.js';

const ON = { 'wave.enabled': true, 'fusion.enabled': true };

function codes(shared: typeof ON, workDir = 's3://my-bucket/work'): (string | undefined)[] {
  return unmetPreconditions(workDir, shared).map(({ code }) => code);
}

describe(unmetPreconditions.name, () => {
  it('finds nothing where Wave, Fusion and an S3 work dir are there', () => {
    expect(codes(ON)).to.deep.equal([]);
    expect(codes(ON, 's3://bucket-alone')).to.deep.equal([]);
  });

  it('names all three at once, each with the line to add', () => {
    const problems = unmetPreconditions('/tmp/work', { 'wave.enabled': false, 'fusion.enabled': false });
    expect(problems.map(({ code }) => code)).to.deep.equal([
      'WAVE_REQUIRED',
      'FUSION_REQUIRED',
      'WORKDIR_NOT_S3',
    ]);
    expect(problems.map(({ fix }) => fix)).to.deep.equal([
      'Add to nextflow.config: wave { enabled = true }',
      'Add to nextflow.config: fusion { enabled = true }',
      'Give a place in S3, e.g. s3://my-bucket/work.',
    ]);
    expect(problems[2]?.found).to.equal('/tmp/work');
  });

  for (const workDir of [
    's3://',
    's3:///key',
    'S3://bucket',
    'file:s3://bucket',
    'gs://bucket/work',
    'work',
  ]) {
    it(`does not take ${JSON.stringify(workDir)} for an S3 work dir`, () => {
      expect(codes(ON, workDir)).to.deep.equal(['WORKDIR_NOT_S3']);
    });
  }

  it('says that none is given, and shows no empty value', () => {
    expect(unmetPreconditions('', ON)).to.deep.equal([
      {
        code: 'WORK_DIR_MISSING',
        path: 'work dir',
        message: 'is not given',
        fix: 'Give a place in S3, e.g. s3://my-bucket/work.',
      },
    ]);
  });
});
