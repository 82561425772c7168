import { expect } from 'chai';
import { WaitNotices } from '../../../src/watch/wait-notices.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { taskRun } from '../../support/task-run-builder.js';

class NoticeRig {
  readonly logger = new RecordingLogger();
  readonly notices = new WaitNotices(this.logger);

  note(task: ReturnType<typeof taskRun>, key: string): void {
    this.notices.note(task, { key, text: () => `${task.id} waits for ${key}` });
  }

  get told(): string[] {
    return this.logger.entries.map(({ level, message }) => `${level} ${message}`);
  }
}

const OVER = 'info No task waits on ECS for long any more.';
const tasks = Array.from({ length: 500 }, (_, id) => taskRun({ id: id + 1 }));

describe(WaitNotices.name, () => {
  it('tells of a reason once, however many tasks wait for it and however often, and of the end of all', () => {
    const rig = new NoticeRig();
    for (let round = 0; round < 3; round++) for (const task of tasks) rig.note(task, 'a');
    expect(rig.told).to.deep.equal(['warn 1 waits for a']);
    for (const task of tasks.slice(1)) rig.notices.forget(task);
    expect(rig.told.length).to.equal(1);
    rig.notices.forget(tasks[0]!);
    expect(rig.told.slice(1)).to.deep.equal([OVER]);
    rig.notices.forget(tasks[0]!);
    expect(rig.told.length).to.equal(2);
  });

  it('tells once more when tasks come to wait for another reason, and anew of one that nobody waited for any more', () => {
    const rig = new NoticeRig();
    for (const task of tasks) rig.note(task, 'a');
    for (const task of tasks) rig.note(task, 'b');
    rig.note(tasks[7]!, 'a');
    rig.note(tasks[8]!, 'a');
    expect(rig.told).to.deep.equal(['warn 1 waits for a', 'warn 1 waits for b', 'warn 8 waits for a']);
  });

  it('makes no text that nobody is told', () => {
    const rig = new NoticeRig();
    rig.note(tasks[0]!, 'a');
    rig.notices.note(tasks[1]!, { key: 'a', text: () => expect.fail('made') });
    expect(rig.told.length).to.equal(1);
  });

  it('says nothing of a task that drops out, whose own end tells of it', () => {
    const rig = new NoticeRig();
    rig.note(tasks[0]!, 'a');
    expect(rig.notices.drop(tasks[0]!)).to.equal(true);
    expect(rig.notices.drop(tasks[0]!)).to.equal(false);
    rig.notices.forget(tasks[0]!);
    expect(rig.told).to.deep.equal(['warn 1 waits for a']);
  });
});
