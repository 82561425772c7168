import { expect } from 'chai';
import { CallRecord } from '../../../local/http/call-record.js';

const call = (operation: string): Parameters<CallRecord['add']>[0] => ({
  service: 'ecs',
  operation,
  region: 'us-east-1',
  at: 0,
  status: 200,
});

describe(CallRecord.name, () => {
  it('counts all calls by service and operation', () => {
    const record = new CallRecord();
    for (const operation of ['RunTask', 'RunTask', 'StopTask']) record.add(call(operation));
    expect(record.count('ecs', 'RunTask')).to.equal(2);
    expect(record.count('logs', 'RunTask')).to.equal(0);
  });

  it('keeps the latest calls only, and still counts the others', () => {
    const record = new CallRecord(4);
    for (let index = 0; index < 10; index++) record.add(call(`Op${index}`));
    expect(record.calls().length).to.be.within(2, 4);
    expect(record.calls().at(-1)?.operation).to.equal('Op9');
    expect(record.count('ecs', 'Op0')).to.equal(1);
  });
});
