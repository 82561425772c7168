import { expect } from 'chai';
import type { LiveTask } from '../../../host/engine/live-task.js';
import { newTask } from '../../../host/engine/live-task.js';
import type { RunResult } from '../../../host/engine/run-api.js';
import type { RunObserver } from '../../../host/engine/run-observer.js';
import { RunRecords } from '../../../host/engine/run-records.js';
import { FakeTaskHandler } from '../../support/fake-task-handler.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { settle } from '../../support/fake-clock.js';
import { taskRun } from '../../support/task-run-builder.js';
import { Deferred } from '../../support/deferred.js';
import { ending } from './fake-plugin.js';
import { PatientExecutor } from './patient-executor.js';

const info = {
  runName: 'happy_curie',
  sessionId: 's',
  scriptPath: 'main.nf',
  workDir: 's3://my-bucket/work',
  executors: ['fake'],
};
const order = { definition: { name: 'HELLO', directives: { others: {} } }, executor: 'fake', script: 'true' };

function attempted(): LiveTask {
  const handler = new FakeTaskHandler(1);
  const task = newTask(order);
  task.attempt = { run: handler.task, executor: new PatientExecutor(), handler, begun: true };
  return task;
}

describe(RunRecords.name, () => {
  let told: string[];
  let logger: RecordingLogger;

  beforeEach(() => {
    told = [];
    logger = new RecordingLogger();
  });

  function tell(line: string): Promise<void> {
    told.push(line);
    return Promise.resolve();
  }

  function observer(name: string, changes: Partial<RunObserver> = {}): RunObserver {
    return {
      began: ({ runName }) => tell(`${name} began ${runName}`),
      cached: ({ definition }, { executor }) =>
        void told.push(`${name} cached ${definition.name} ${executor}`),
      submitted: ({ definition }) => void told.push(`${name} submitted ${definition.name}`),
      ended: ({ outcome, action }) => void told.push(`${name} ended ${outcome.kind} ${action}`),
      close: (result: RunResult | undefined) => tell(`${name} closed ${result?.status ?? '-'}`),
      ...changes,
    };
  }

  it('tells every record of everything, in order', async () => {
    const records = new RunRecords([observer('a'), observer('b')], logger);
    await records.began(info, new Map());
    records.cached(newTask(order), { run: taskRun(), executor: 'acme' });
    records.submitted(attempted());
    records.ended(attempted(), ending('failed'), 'retried');
    await records.close(undefined);
    expect(told).to.deep.equal([
      'a began happy_curie',
      'b began happy_curie',
      'a cached HELLO acme',
      'b cached HELLO acme',
      'a submitted HELLO',
      'b submitted HELLO',
      'a ended failed retried',
      'b ended failed retried',
      'a closed -',
      'b closed -',
    ]);
  });

  it('has nothing to tell of a task of which no attempt was made', async () => {
    const records = new RunRecords([observer('a')], logger);
    await records.began(info, new Map());
    records.submitted(newTask(order));
    records.ended(newTask(order), ending('not-submitted'), 'failed');
    expect(told).to.have.length(1);
  });

  it('says once that a record is incomplete, and goes on', async () => {
    const broken = (): never => {
      throw new Error('disk full');
    };
    const close = (): Promise<never> => Promise.reject(new Error('still full'));
    const records = new RunRecords(
      [observer('a', { submitted: broken, ended: broken, close }), observer('b')],
      logger,
    );
    await records.began(info, new Map());
    records.submitted(attempted());
    records.submitted(attempted());
    records.ended(attempted(), ending('completed'), 'completed');
    await records.close(undefined);
    expect(logger.messages('error')).to.deep.equal([
      'A record of the run is incomplete: disk full. The run goes on.',
    ]);
    expect(told.filter((line) => line.startsWith('b'))).to.have.length(5);
  });

  it('refuses the run whose record cannot be kept, and closes those that began', async () => {
    const refusal = new Error('the file exists');
    const records = new RunRecords(
      [observer('a'), observer('b', { began: () => Promise.reject(refusal) }), observer('c')],
      logger,
    );
    expect(await records.began(info, new Map()).catch((error: unknown) => error)).to.equal(refusal);
    await records.close(undefined);
    expect(told).to.deep.equal(['a began happy_curie', 'a closed -']);
  });

  it('waits for a record that is slow to begin, also where the run is over before', async () => {
    const slow = new Deferred<void>();
    const records = new RunRecords([observer('a', { began: () => slow.promise })], logger);
    void records.began(info, new Map());
    const closing = records.close(undefined);
    await settle();
    expect(told).to.deep.equal([]);
    slow.resolve();
    await closing;
    expect(told).to.deep.equal(['a closed -']);
  });

  it('closes nothing that never began', async () => {
    await new RunRecords([observer('a')], logger).close(undefined);
    expect(told).to.deep.equal([]);
  });
});
