import { expect } from 'chai';
import type { EndAction } from '../../../host/engine/run-observer.js';
import type { TraceValue } from '../../../host/trace/trace-column.js';
import { endedTrace, traceValues } from '../../../host/trace/trace-values.js';
import { nextflowColumns } from '../../../host/trace/nextflow-fields.js';
import { type AttemptChanges, endedAttempt } from './trace-ground.js';

const valuesOf = (changes: AttemptChanges = {}): ((field: string) => TraceValue) => {
  const ended = endedAttempt(changes);
  return traceValues(endedTrace(ended), ended.attempt.handler.trace());
};

describe(traceValues.name, () => {
  it("is what the executor's record and the task say", () => {
    const directives = {
      cpus: 2,
      memory: 1024,
      others: { disk: { request: 2048, type: 'gp3' }, time: 60_000, queue: ['a', 'b'] },
    };
    const valueOf = valuesOf({
      run: { id: 7, attempt: 2, directives },
      environment: { A: '1' },
      record: { container: 'ubuntu:latest' },
    });
    const all = Object.fromEntries(
      nextflowColumns.flatMap(({ name }) => (valueOf(name) === undefined ? [] : [[name, valueOf(name)]])),
    );
    expect(all).to.deep.equal({
      ...{ task_id: 7, hash: '00/000000', native_id: 'native-7', process: 'HELLO', name: 'HELLO (7)' },
      ...{ status: 'COMPLETED', exit: 0, container: 'ubuntu:latest', cpus: 2, time: 60_000, disk: 2048 },
      ...{ memory: 1024, attempt: 2, submit: 1_000_000, start: 1_005_000, complete: 1_068_000 },
      ...{ duration: 68_000, realtime: 63_000, queue: 'a,b', script: 'echo hello', env: 'A=1' },
      workdir: 's3://my-bucket/work/00/000000000000000000000000000007',
    });
  });

  for (const [action, status, errorAction] of [
    ['completed', 'COMPLETED', undefined],
    ['resubmitted', 'FAILED', 'RETRY'],
    ['retried', 'FAILED', 'RETRY'],
    ['ignored', 'FAILED', 'IGNORE'],
    ['failed', 'FAILED', 'TERMINATE'],
    ['aborted', 'ABORTED', undefined],
  ] as const satisfies readonly (readonly [EndAction, string, string | undefined])[]) {
    it(`says ${status} and ${errorAction ?? 'no action'} of an attempt that was ${action}`, () => {
      const valueOf = valuesOf({ action });
      expect([valueOf('status'), valueOf('error_action')]).to.deep.equal([status, errorAction]);
    });
  }

  it("has the executor's own fields, and those of Nextflow's that the engine has no value for", () => {
    const valueOf = valuesOf({
      record: { extra: { zone: 'us-east-1a', hostname: 'ip-10-0-0-1', name: 'no' } },
    });
    expect([valueOf('zone'), valueOf('hostname'), valueOf('name')]).to.deep.equal([
      'us-east-1a',
      'ip-10-0-0-1',
      'HELLO (1)',
    ]);
  });

  it('has no time that ran backwards, and none of what never began', () => {
    expect(valuesOf({ record: { complete: 999_000 } })('duration')).to.equal(0);
    const valueOf = valuesOf({ without: ['start', 'complete'] });
    expect([valueOf('duration'), valueOf('realtime')]).to.deep.equal([undefined, undefined]);
  });

  it('hides secrets in variables and script', () => {
    const valueOf = valuesOf({ environment: { MY_TOKEN: 'x' }, script: 'curl https://me:hunter22@host/' });
    expect(valueOf('env')).to.equal('MY_TOKEN=[secure]');
    expect(valueOf('script')).to.equal('curl https://***@host/');
  });
});
