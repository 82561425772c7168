import { expect } from 'chai';
import { isExecutorError } from '../../../spi/index.js';
import { commandRun, commandScript, interpreterOf } from '../../../host/task/wrapper.js';

const input = { taskName: 'HELLO', workDir: 's3://my-bucket/work/ab/cdef', script: 'echo', environment: {} };

describe('commandScript', () => {
  it('adds the shell and the missing line break', () => {
    expect(commandScript('echo x')).to.equal('#!/bin/bash -ue\necho x\n');
    expect(commandScript('echo x\n')).to.equal('#!/bin/bash -ue\necho x\n');
  });
});

describe('interpreterOf', () => {
  it('reads the words of the first line, and is the shell of Nextflow where there are none', () => {
    expect(interpreterOf('#!/usr/bin/env  python3 -u\nprint(1)')).to.deep.equal([
      '/usr/bin/env',
      'python3',
      '-u',
    ]);
    expect(interpreterOf('#! /bin/sh\n')).to.deep.equal(['/bin/sh']);
    for (const script of ['echo x', '#!\necho x', 'echo x\n#!/bin/sh'])
      expect(interpreterOf(script)).to.deep.equal(['/bin/bash', '-ue']);
  });

  it('leaves a script that names its interpreter as it is', () => {
    expect(commandScript('#!/bin/sh\necho x')).to.equal('#!/bin/sh\necho x\n');
  });
});

describe('commandRun', () => {
  it('takes its root from the environment', () => {
    const text = commandRun(input);
    expect(text).to.contain('nxf_root="${NXF_FUSION_MOUNT:-/fusion/s3}"');
    expect(text).to.contain(`NXF_CHDIR="$nxf_root"/'my-bucket/work/ab/cdef'`);
    expect(text.startsWith('#!/bin/bash\n')).to.equal(true);
  });

  it('cannot be broken out of by a task name', () => {
    expect(commandRun({ ...input, taskName: 'a\nrm -rf /\r\nb' })).to.contain('status: a rm -rf / b\n');
  });

  it('lists every variable a shell cannot hold', () => {
    try {
      commandRun({ ...input, environment: { 'A-B': '1', C: 'nul\0', D: 'fine' } });
      expect.fail('it was accepted');
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      expect(error.code).to.equal('TASK_ENVIRONMENT_INVALID');
      expect(error.problems.map(({ path }) => path)).to.deep.equal(['env.A-B', 'env.C']);
      expect(error.message).to.not.contain('nul');
    }
  });

  it('refuses a work dir that is not in S3', () => {
    expect(() => commandRun({ ...input, workDir: '/tmp/work' })).to.throw('s3://my-bucket/work');
  });
});
