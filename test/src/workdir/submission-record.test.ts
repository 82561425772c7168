import { expect } from 'chai';
import { submissionRecord, submissionRecordUri } from '../../../src/workdir/submission-record.js';
import { taskRun } from '../../support/task-run-builder.js';

describe(submissionRecord.name, () => {
  it('tells the definite try, in the task’s own work dir', () => {
    const task = taskRun();
    expect(JSON.parse(submissionRecord(2))).to.deep.equal({ n: 2 });
    expect(submissionRecordUri(task)).to.equal(`${task.workDir}/.command.awsecs`);
  });
});
