import { expect } from 'chai';
import { failureReport } from '../../../host/engine/failure-report.js';
import { newTask } from '../../../host/engine/live-task.js';
import type { Executor, TaskOutcome, TraceRecord } from '../../../spi/index.js';
import { FakeTaskHandler } from '../../support/fake-task-handler.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { ending } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';

const MORE = 'More of its log: nf-awsecs logs 00/000000';

describe(failureReport.name, () => {
  async function reportOf(
    outcome: TaskOutcome,
    { start, out }: { readonly start?: number; readonly out?: string } = {},
  ): Promise<string> {
    const handler = new FakeTaskHandler(1);
    const traced: TraceRecord = { ...handler.trace(), ...(start === undefined ? {} : { start }) };
    handler.trace = () => traced;
    const store = new MemoryStore();
    if (out !== undefined) await store.writeText(`${handler.task.workDir}/.command.out`, out);
    const definition = { name: 'HELLO', directives: { others: {} } };
    const executor: Pick<Executor, 'name'> = { name: 'fake' };
    const attempt = { run: handler.task, executor: executor as Executor, handler, begun: true };
    const task = { ...newTask({ definition, executor: 'fake', script: 'true' }), attempt };
    return failureReport(task, outcome, {
      store,
      logger: new RecordingLogger(),
      describeLogs: (hash) => `nf-awsecs logs ${hash}`,
    });
  }

  it('sends nobody to the log of a command that never began', async () => {
    const seeAlso = [{ what: 'Task', where: 'https://console' }];
    const report = await reportOf(ending('image-pull-failed', { seeAlso }));
    expect(report).to.include('Task: https://console').and.not.include('More of its log');
  });

  it('tells how to see the log of one that ran, ended or printed', async () => {
    expect(await reportOf(ending('lost'), { start: 1 })).to.include(MORE);
    expect(await reportOf(ending('failed', { exitStatus: 1 }))).to.include(MORE);
    expect(await reportOf(ending('lost', { logTail: ['a'] }))).to.include(MORE);
    expect(await reportOf(ending('lost'), { out: 'hello\n' })).to.include(MORE);
  });
});
