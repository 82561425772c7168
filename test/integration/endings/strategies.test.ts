import type { Task } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';

/** Attempts, the first one first. */
function inOrder(tasks: readonly Task[]): Task[] {
  return [...tasks].sort((one, other) => Number(one.createdAt) - Number(other.createdAt));
}

describe('nf-awsecs run with an error strategy', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened));

  /** Fails the first time only. */
  const onceWith = (status: number): string =>
    `mkdir ${rig.path(`once-${status}`)} 2>/dev/null && exit ${status}; echo done`;

  it('retry gives the next attempt more memory, as its closure says, in a work dir of its own', async () => {
    const end = await rig.run([
      {
        name: 'GROWS',
        image: 'grows:1',
        script: onceWith(137),
        directives: [
          'memory { 256.MB * task.attempt }',
          "errorStrategy { task.exitStatus == 137 ? 'retry' : 'terminate' }",
          'maxRetries 3',
        ],
      },
    ]);
    expect(end, end.said).to.include({ code: 0, attempts: 2 });
    expect(end.said)
      .to.contain('1 succeeded')
      .and.match(/exit status \(137\).*Execution is retried/);
    const attempts = inOrder(await rig.tasks('grows:1'));
    expect(attempts.map(({ memory }) => memory)).to.deep.equal(['256', '512']);
    const commands = attempts.map(({ overrides }) => String(overrides?.containerOverrides?.[0]?.command));
    expect(new Set(commands).size).to.equal(2);
    expect(await rig.left()).to.deep.equal([]);
  });

  it('asks what went before by task.previousException', async () => {
    const end = await rig.run([
      {
        name: 'ASKS',
        image: 'asks:1',
        script: onceWith(9),
        directives: ['memory { task.previousException ? 1.GB : 256.MB }', "errorStrategy 'retry'"],
      },
    ]);
    expect(end, end.said).to.include({ code: 0, attempts: 2 });
    expect(inOrder(await rig.tasks('asks:1')).map(({ memory }) => memory)).to.deep.equal(['256', '1024']);
  });

  it('retry ends with maxRetries, and with the failure', async () => {
    const end = await rig.run([
      { name: 'NEVER', script: 'exit 7', directives: ["errorStrategy 'retry'", 'maxRetries 2'] },
    ]);
    expect(end, end.said).to.include({ code: 1, attempts: 3 });
    expect(end.said).to.contain('Command exit status:\n  7\n');
  });

  it('retry ends with maxErrors of the process', async () => {
    const directives = ["errorStrategy 'retry'", 'maxRetries 5', 'maxErrors 2'];
    const end = await rig.run([{ name: 'NEVER', script: 'exit 7', directives }]);
    expect(end, end.said).to.include({ code: 1, attempts: 2 });
  });

  it('ignore goes on, says so and ends well', async () => {
    const end = await rig.run([
      { name: 'FAILS', script: 'exit 5', directives: ["errorStrategy 'ignore'"] },
      { name: 'FINE', script: 'echo done' },
    ]);
    expect(end, end.said).to.include({ code: 0, attempts: 2 });
    expect(end.said)
      .to.match(/exit status \(5\).*Error is ignored/)
      .and.contain('1 succeeded')
      .and.contain('1 ignored');
    expect(await rig.left()).to.deep.equal([]);
  });

  it('finish lets run what runs, and submits nothing more', async () => {
    const may = rig.path('may-end');
    const run = rig.start(
      [
        { name: 'FAILS', script: 'exit 6', directives: ["errorStrategy 'finish'"] },
        { name: 'RUNS', script: `until [ -e ${may} ]; do sleep 0.05; done; echo over` },
        { name: 'WAITS', script: 'echo never' },
      ],
      ['executor.queueSize = 2'],
    );
    await rig.until('STOPPED');
    await rig.polled(2);
    await rig.touch('may-end');
    const end = await run.end;
    expect(end, end.said).to.include({ code: 1, attempts: 2 });
    expect(end.said)
      .to.contain('Command exit status:\n  6\n')
      .and.contain('1 succeeded')
      .and.contain('1 failed');
    expect(await rig.left()).to.deep.equal([]);
  });
});

describe('nf-awsecs run with a queue that depends on the attempt', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened), {}, 'mixed-cluster');

  it('goes from Spot to on demand once a Spot machine was taken away', async () => {
    const may = rig.path('may-end');
    const run = rig.start(
      [
        {
          name: 'MOVES',
          image: 'moves:1',
          script: `until [ -e ${may} ]; do sleep 0.05; done & wait`,
          directives: ["queue { task.attempt > 1 ? 'MANAGED_INSTANCES' : 'spot' }", "errorStrategy 'retry'"],
        },
      ],
      // The interruption is the user's then.
      ['aws.ecs.maxSpotAttempts = 0'],
    );
    await rig.until('RUNNING', 'moves:1');
    rig.cloud.control.act({ do: 'reclaim-spot' });
    await rig.says(run, /retried/);
    await rig.touch('may-end');
    const end = await run.end;
    expect(end, end.said).to.include({ code: 0, attempts: 2 });
    const providers = inOrder(await rig.tasks('moves:1')).map(
      ({ capacityProviderName }) => capacityProviderName,
    );
    expect(providers).to.deep.equal(['spot', 'MANAGED_INSTANCES']);
    expect(await rig.left()).to.deep.equal([]);
  });
});
