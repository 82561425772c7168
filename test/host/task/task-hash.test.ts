import { expect } from 'chai';
import { taskHash, type TaskIdentity } from '../../../host/task/task-hash.js';
import { shortHash, taskWorkDir } from '../../../host/task/work-dir.js';

const base: TaskIdentity = { process: 'A', script: 'echo', container: 'c', index: 1, salt: ['session', 1] };

describe('taskHash', () => {
  it('is 32 hexadecimal digits, the same for the same', () => {
    expect(taskHash(base)).to.match(/^[0-9a-f]{32}$/);
    expect(taskHash({ ...base })).to.equal(taskHash(base));
  });

  it('changes with every part', () => {
    const bare: TaskIdentity = { process: 'A', script: 'echo', index: 1, salt: ['session', 1] };
    const others: TaskIdentity[] = [
      { ...base, process: 'B' },
      { ...base, script: 'echo ' },
      { ...base, container: 'd' },
      bare,
      { ...base, index: 2 },
      { ...base, salt: ['session', 2] },
      { ...base, salt: ['other', 1] },
      { ...base, process: 'Aecho', script: '' },
    ];
    expect(new Set([base, ...others].map(taskHash)).size).to.equal(others.length + 1);
  });
});

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
