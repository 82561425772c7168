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

  it('counts what faults struck', () => {
    const record = new CallRecord();
    record.add(call('RunTask'));
    record.add({ ...call('RunTask'), fault: { rules: ['calls-1'], carriedOut: true, seen: 'nothing' } });
    expect(record.faults).to.equal(1);
    expect(record.count('ecs', 'RunTask')).to.equal(2);
  });

  it('forgets everything when it is reset, and takes nothing from a list it gave', () => {
    const record = new CallRecord();
    record.add({ ...call('RunTask'), fault: { rules: [], carriedOut: true, seen: 'nothing' } });
    const given = record.calls();
    record.reset();
    expect(given).to.have.length(1);
    expect([record.calls().length, record.faults, record.counts().size]).to.deep.equal([0, 0, 0]);
  });

  it('counts by no more names than it has room for', () => {
    const record = new CallRecord();
    for (let index = 0; index < 5000; index++) record.add(call(`Made${index}`));
    record.add(call('Made0'));
    expect(record.counts().size).to.be.at.most(2001);
    expect(record.count('ecs', 'Made0')).to.equal(2);
    expect(record.count('ecs', 'Unknown')).to.equal(3000);
  });
});
