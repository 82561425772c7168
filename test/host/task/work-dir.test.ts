import { expect } from 'chai';
import { shortHash, taskWorkDir } from '../../../host/task/work-dir.js';

describe('taskWorkDir', () => {
  it('has two levels below the work dir', () => {
    expect(taskWorkDir('s3://b-1/work/', 'abcdef0123')).to.equal('s3://b-1/work/ab/cdef0123');
  });
});

describe('shortHash', () => {
  it('shows the first eight digits', () => {
    expect(shortHash('abcdef0123456789')).to.equal('ab/cdef01');
  });
});
