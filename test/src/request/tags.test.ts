import { expect } from 'chai';
import * as fc from 'fast-check';
import { tagValue, taskTags } from '../../../src/request/tags.js';
import { taskRun } from '../../support/task-run-builder.js';

describe(taskTags.name, () => {
  it('tell what the task is, by session, work dir and definite try', () => {
    const tags = taskTags(taskRun(), { id: 'session-1', runName: 'happy_curie' }, 3);
    expect(Object.fromEntries(tags.map(({ key, value }) => [key, value]))).to.deep.equal({
      'nextflow.io/sessionId': 'session-1',
      'nextflow.io/runName': 'happy_curie',
      'nextflow.io/processName': 'HELLO',
      'nextflow.io/taskName': 'HELLO _1_',
      'nextflow.io/taskHash': '00000000000000000000000000000001',
      'nextflow.io/workDir': 's3://my-bucket/work/00/000000000000000000000000000001',
      'nextflow.io/n': '3',
    });
  });

  it('keep the end of a long work dir, which tells tasks apart', () => {
    const tail = '/work/ab/0123456789abcdef';
    const task = taskRun({ workDir: `s3://my-bucket/${'deep/'.repeat(80)}${tail}` });
    const workDir = taskTags(task, { id: 's', runName: 'r' }, 0).find(
      ({ key }) => key === 'nextflow.io/workDir',
    );
    expect(workDir?.value?.length).to.equal(256);
    expect(workDir?.value).to.match(new RegExp(`${tail}$`));
  });
});

describe(tagValue.name, () => {
  const cases = [
    { text: 'plain_text-1.0:/@+=', expected: 'plain_text-1.0:/@+=' },
    { text: 'HELLO (1)', expected: 'HELLO _1_' },
    { text: 'größe 漢字', expected: 'größe 漢字' },
    { text: 'tab\tand\nline', expected: 'tab_and_line' },
    { text: '', expected: '' },
  ];
  for (const { text, expected } of cases) {
    it(`maps ${JSON.stringify(text)}`, () => expect(tagValue(text)).to.equal(expected));
  }

  it('cuts to 256 without leaving half a character', () => {
    expect(tagValue('x'.repeat(300)).length).to.equal(256);
    const cut = tagValue(`${'x'.repeat(255)}𝐀`);
    expect(cut).to.equal('x'.repeat(255));
  });

  it('is always what AWS takes, and the same when mapped again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const value = tagValue(text);
        expect(value).to.match(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
        expect(tagValue(value)).to.equal(value);
      }),
    );
  });
});
