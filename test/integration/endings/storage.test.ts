import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';

describe('nf-awsecs run of a task without its files', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened));

  const failures = [
    ['s3-denied', 'S3_DENIED', 'Set aws.ecs.taskRole', 'AccessDenied: Access Denied', 127],
    ['mount', 'FUSION_MOUNT_FAILED', 'fusion.privileged = true', 'fuse device not found', 127],
    ['io', 'FUSION_IO_FAILED', '.fusion.log', 'Input/output error', 174],
  ] as const;
  for (const [of, code, todo, line, status] of failures) {
    it(`(${of}) shows the end of its log, ${code} and what to do`, async () => {
      rig.cloud.control.addFaults({ tasks: [{ effect: { kind: 'fusion-failure', of } }] });
      const end = await rig.run([{ name: 'BLIND' }]);
      expect(end.said)
        .to.contain(`[${code}]`)
        .and.contain(todo)
        .and.contain(line)
        .and.contain(`Command exit status:\n  ${status}\n`);
      expect(end).to.include({ code: 1, attempts: 1 });
      expect(await rig.left()).to.deep.equal([]);
    });
  }

  it('and without a log stream ends all the same, with its status', async () => {
    // The wrapper dies with its command, so nothing writes .exitcode, and nothing was printed.
    const end = await rig.run([{ name: 'MUTE', script: 'kill -9 0' }]);
    expect(end.said).to.contain('Command exit status:\n  137\n').and.contain('[EXIT_STATUS]');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(await rig.left()).to.deep.equal([]);
  });
});

describe('nf-awsecs run of a task that takes more memory than it has', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened), {
    runtime: 'simulated',
    scenario: { simulated: [{ durationMs: 50, outOfMemory: true }] },
  });

  it('says how much it had and how to give it more', async () => {
    const end = await rig.run([{ name: 'GREEDY', directives: ["memory '1 GB'"] }]);
    expect(end.said)
      .to.contain('OutOfMemoryError: Container killed due to memory usage')
      .and.contain('[OUT_OF_MEMORY]')
      .and.match(/memory '\d+ GB'/)
      .and.contain('Command exit status:\n  137\n');
    expect(end).to.include({ code: 1, attempts: 1 });
    expect(await rig.left()).to.deep.equal([]);
  });
});
