import { expect } from 'chai';
import type { EcsTask } from '../../../src/aws/ecs-api.js';
import { StartWait } from '../../../src/watch/start-wait.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask } from '../aws-builders.js';
import { taskWatchOver, type WatchRig } from '../task-watch-over.js';

const MINUTE = 60_000;
const task = taskRun();

function pending(changes: Partial<EcsTask> = {}): EcsTask {
  return ecsTask({ lastStatus: 'PENDING', capacityProvider: 'on-demand', ...changes });
}

async function afterMinutes(rig: WatchRig, minutes: number, seen: EcsTask): Promise<string | undefined> {
  await rig.session.clock.advance(minutes * MINUTE);
  rig.starts.overrun(task, seen);
  return rig.session.logger.messages('warn').at(-1);
}

describe(StartWait.name, () => {
  it('only tells where no bound is set, however long it lasts', async () => {
    const rig = taskWatchOver();
    rig.starts.overrun(task, pending());
    await rig.session.clock.advance(100 * 24 * 60 * MINUTE);
    expect(rig.starts.overrun(task, pending())).to.equal(undefined);
    expect(rig.session.logger.messages('warn').length).to.equal(1);
  });

  it('has a start overrun when aws.ecs.pendingTimeout is reached, the pull of the image included', async () => {
    const rig = taskWatchOver(fakeSession(), { pendingTimeout: 20 * MINUTE });
    rig.starts.overrun(task, pending());
    await rig.session.clock.advance(20 * MINUTE - 1);
    expect(rig.starts.overrun(task, pending({ pullStartedAt: 5 }))).to.equal(undefined);
    await rig.session.clock.advance(1);
    expect(rig.starts.overrun(task, pending({ lastStatus: 'ACTIVATING', pullStoppedAt: 6 }))).to.deep.equal({
      phase: 'pended',
      bound: { ms: 20 * MINUTE, setting: 'aws.ecs.pendingTimeout' },
      spent: 20 * MINUTE,
    });
  });

  it('counts from the first answer that shows it so, by ECS’s clock, and anew after it was forgotten', () => {
    const rig = taskWatchOver(fakeSession(), { pendingTimeout: MINUTE });
    const at = (describedAt: number): string | undefined =>
      rig.starts.overrun(task, pending({ describedAt }))?.phase;
    expect([at(1_000), at(1_000 + MINUTE - 1), at(1_000 + MINUTE)]).to.deep.equal([
      undefined,
      undefined,
      'pended',
    ]);
    rig.starts.forget(task);
    expect(at(1_000 + 2 * MINUTE)).to.equal(undefined);
  });

  it('tells after five minutes of a pull that has not begun, with the reason that passes by itself', async () => {
    const rig = taskWatchOver();
    expect(await afterMinutes(rig, 0, pending())).to.equal(undefined);
    expect(await afterMinutes(rig, 4.9, pending())).to.equal(undefined);
    expect(await afterMinutes(rig, 0.1, pending()))
      .to.match(/task HELLO \(1\) .*: it has been PENDING for 5 min, and the pull of its image has not begun/)
      .and.include('amazon-ecs-agent issue 5138')
      .and.include('aws.ecs.pendingTimeout would end that');
  });

  it('tells of a pull after fifteen minutes, as another reason, and of what comes behind it', async () => {
    const rig = taskWatchOver();
    const pulling = pending({ pullStartedAt: rig.session.clock.now() });
    await afterMinutes(rig, 0, pulling);
    expect(await afterMinutes(rig, 14.9, pulling)).to.equal(undefined);
    expect(await afterMinutes(rig, 0.1, { ...pulling, describedAt: rig.session.clock.now() + 6_000 }))
      .to.include('pulls its image since 15 min')
      .and.include('a smaller image');
    const pulled = pending({
      lastStatus: 'ACTIVATING',
      pullStartedAt: 5,
      pullStoppedAt: 6,
      eni: 'ATTACHING',
    });
    expect(await afterMinutes(rig, 1, pulled))
      .to.include(
        'it has been ACTIVATING for 16 min, and its image is pulled, its network interface is ATTACHING',
      )
      .and.include('see its events and attachments');
    expect(rig.session.logger.messages('warn').length).to.equal(2);
  });

  it('tells once for thousands', async () => {
    const rig = taskWatchOver();
    const tasks = Array.from({ length: 2_000 }, (_, id) => taskRun({ id: id + 1 }));
    for (let minute = 0; minute < 10; minute++) {
      for (const one of tasks) rig.starts.overrun(one, pending());
      await rig.session.clock.advance(MINUTE);
    }
    expect(rig.session.logger.entries.length).to.equal(1);
  });
});
