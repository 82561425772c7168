import { expect } from 'chai';
import { hashBegins, namesTask } from '../../../host/survey/task-name.js';

const task = {
  nativeId: 'arn:aws:ecs:us-east-1:123456789012:task/cluster/0123456789abcdef',
  sessionId: '0a1b2c3d-0000-4000-8000-000000000001',
  runName: 'happy_curie',
  process: 'ALIGN',
  name: 'ALIGN (7)',
  workDir: `s3://my-bucket/work/ab/cdef01${'2'.repeat(24)}`,
  hash: 'abcdef01'.padEnd(32, '2'),
  state: 'RUNNING',
};

describe(namesTask.name, () => {
  for (const name of [
    'happy_curie',
    '0a1b2c3d',
    '0A1B2C3D-0000',
    task.sessionId,
    'ALIGN',
    'ALIGN (7)',
    task.workDir,
    task.nativeId,
    '0123456789abcdef',
  ]) {
    it(`finds a task by ${name}`, () => expect(namesTask(name, task)).to.equal(true));
  }

  for (const name of [
    'happy',
    '0a1b2c3',
    'ab/cdef01',
    'abcdef01',
    'ALIGN (8)',
    'AL',
    '89abcdef',
    'RUNNING',
    '',
  ]) {
    it(`finds none by ${name === '' ? 'nothing' : name}`, () =>
      expect(namesTask(name, task)).to.equal(false));
  }

  it('finds a task by what is known of it alone', () => {
    const { nativeId, sessionId, state } = task;
    expect(namesTask('ALIGN', { nativeId, sessionId, state })).to.equal(false);
    expect(namesTask('0a1b2c3d', { nativeId, sessionId, state })).to.equal(true);
  });
});

describe(hashBegins.name, () => {
  for (const name of ['ab/c', 'ab/cdef01', 'AB/CDEF012', 'abcd', 'abcdef01', task.hash])
    it(`takes ${name}`, () => expect(hashBegins(name, task)).to.equal(true));

  for (const name of ['abc', 'ab/', 'ab/d', 'bcde', 'ABXY', `${task.hash}2`])
    it(`does not take ${name}`, () => expect(hashBegins(name, task)).to.equal(false));

  it('takes none of a task whose hash is not known', () => expect(hashBegins('abcd', {})).to.equal(false));
});
