import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openSession, type SessionOptions, type TaskSpec } from '../../host/index.js';
import type { LocalCloud } from '../../local/index.js';
import { FakeClock } from '../support/fake-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { eventually } from './within.js';
import { useCloud } from './use-cloud.js';
import { type Workspace } from './workspace.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('a session that goes on where one with its id and its work dirs was cut off', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  /** Work dirs follow from the chance that a program hands in: the same chance, the same folders. */
  function options(more: Partial<SessionOptions>): SessionOptions {
    const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
    let drawn = 0;
    return {
      plugins: [`${root}plugin.json`],
      workDir: 's3://my-bucket/work',
      sessionId: '0b6e8f0c-5a1d-4c3e-9f2b-7d8a6c5e4f30',
      runName: 'cut_off',
      random: () => (drawn++ * 0.37) % 1,
      config: [
        { wave: { enabled: true }, fusion: { enabled: true }, executor: { pollInterval: '500 ms' } },
        { aws: { ecs: { cluster: 'nextflow-cluster', executionRole } } },
        cloud.settings(),
      ],
      ...more,
    };
  }

  /** Notes that it runs, and ends when it is let. */
  function waiting(more: Partial<TaskSpec> = {}): TaskSpec {
    const script = [
      `echo "$PWD" >> "${workspace.folder}/ran"`,
      `until [ -e "${workspace.folder}/go" ]; do sleep 0.05; done`,
      'echo done',
    ].join('\n');
    return { process: 'WAITING', container: 'ubuntu:latest', script, ...more };
  }

  /** A session in which no RunTask is ever answered, and whose end leaves what it started. */
  async function cutOff(): Promise<void> {
    const clock = new FakeClock();
    cloud.control.load({
      calls: [{ service: 'ecs', operation: 'RunTask', effect: { kind: 'lost-answer' } }],
    });
    const session = await openSession(options({ clock }));
    const result = session.run(waiting());
    await eventually(
      () => Promise.resolve(cloud.calls.count('ecs', 'RunTask') > 0 ? true : undefined),
      () => 'no task was submitted',
    );
    let closed = false;
    const closing = session.close({ leaveRunning: true }).then(() => (closed = true));
    await eventually(
      async () => {
        await clock.advance(60_000);
        return closed ? true : undefined;
      },
      () => 'the session did not close',
    );
    await closing;
    expect((await result).outcome.kind).to.equal('lost');
    cloud.control.load({});
  }

  it('takes over the task whose answer was lost, though it asks for it otherwise', async () => {
    await cutOff();
    const logger = new RecordingLogger();
    await using session = await openSession(options({ logger }));
    const result = session.run(waiting({ cpus: 2 }));
    await eventually(
      () => Promise.resolve(logger.messages('debug').find((text) => text.includes('is on ECS as'))),
      () => `nothing was taken over: ${logger.entries.map(({ message }) => message).join('\n')}`,
    );
    await writeFile(join(workspace.folder, 'go'), '');
    const { outcome, stdout, attempts } = await result;
    expect([outcome.kind, stdout, attempts]).to.deep.equal(['completed', 'done\n', 1]);
    expect((await readFile(join(workspace.folder, 'ran'), 'utf8')).trim().split('\n')).to.have.length(1);
    const answers = cloud.calls.calls().filter(({ operation }) => operation === 'RunTask');
    expect(answers.at(-1)).to.include({ status: 400, error: 'ConflictException' });
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(0);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });
});
