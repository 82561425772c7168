import { expect } from 'chai';
import { traceRecord } from '../../../src/trace/trace-record.js';
import { taskRun } from '../../support/task-run-builder.js';
import { endedTask, TASK_ARN } from '../aws-builders.js';

describe(traceRecord.name, () => {
  it('has only what the task itself knows before the submit', () => {
    const task = taskRun();
    const facts = {
      task,
      status: 'NEW',
      submittedAt: undefined,
      seen: undefined,
      nativeId: undefined,
      outcome: undefined,
    };
    expect(traceRecord(facts)).to.deep.equal({
      task_id: 1,
      hash: task.hash,
      process: 'HELLO',
      name: 'HELLO (1)',
      status: 'NEW',
      attempt: 1,
      workdir: task.workDir,
      container: 'ubuntu:latest',
      extra: {},
    });
  });

  it('has id, times and exit status of an ended task, and the fields of the executor’s own', () => {
    const seen = endedTask(0, { startedAt: 20, stoppedAt: 30 });
    const outcome = {
      kind: 'completed',
      exitStatus: 0,
      reason: 'x',
      evidence: {},
      retry: { class: 'never' },
    } as const;
    const facts = {
      task: taskRun(),
      status: 'COMPLETED',
      submittedAt: 10,
      seen,
      nativeId: TASK_ARN,
      outcome,
    };
    const record = traceRecord(facts, { zone: 'us-east-1a' });
    expect(record).to.deep.include({
      status: 'COMPLETED',
      native_id: TASK_ARN,
      exit: 0,
      submit: 10,
      start: 20,
      complete: 30,
      extra: { zone: 'us-east-1a' },
    });
  });
});
