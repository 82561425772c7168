import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { endMarked, taskMark } from '../../../local/runtime/process/marked-processes.js';

describe(endMarked.name, () => {
  const children: ChildProcess[] = [];
  const sleeper = async (environment: Record<string, string>): Promise<ChildProcess> => {
    const child = spawn('/bin/sh', ['-c', 'echo ready; sleep 100; sleep 100'], {
      env: { PATH: '/usr/bin:/bin', ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  };
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const closed = once(child, 'close');
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, 'SIGKILL');
      }
      if (!child.stdout?.destroyed) await closed;
    }
  });

  it('ends the processes whose mark begins so, wherever they went, and no others', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = `/tmp/nf-märk-${process.pid}`;
    const mine = await sleeper({ [taskMark]: `${folder}/task-1` });
    const late = await sleeper({ A: 'b', [taskMark]: `${folder}/task-2`, Z: '1' });
    const other = await sleeper({ [taskMark]: `${folder}-2/task-1`, HOME: `${folder}/task-1` });
    const plain = await sleeper({ NOT_NF_LOCAL_TASK: `${folder}/task-1` });
    const ends = [mine, late].map((child) => once(child, 'exit'));
    await endMarked(`${folder}/`);
    await Promise.all(ends);
    expect([mine, late].map(({ signalCode }) => signalCode)).to.deep.equal(['SIGKILL', 'SIGKILL']);
    for (const { exitCode, signalCode } of [other, plain])
      expect([exitCode, signalCode]).to.deep.equal([null, null]);
  });
});
