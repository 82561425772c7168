import { expect } from 'chai';
import * as fc from 'fast-check';
import { ShutdownError } from '../../../spi/index.js';
import { RoomQueue, type Placed, type RoomAnswer } from '../../../src/submit/room-queue.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { watch, type Watched } from '../settle-with.js';

/** A cluster with so much room, and the tasks that want some of it. */
class RoomRig {
  readonly session = fakeSession();
  readonly queue = new RoomQueue(this.session);
  readonly kill = new AbortController();
  readonly placed: string[] = [];
  room = 0;
  asked = 0;
  waits = 0;

  want(name: string, lane = 'small', patience?: number, kill = this.kill): Watched<Placed<string>> {
    const wish = {
      name,
      lane,
      killed: kill.signal,
      onWait: () => void (this.waits += 1),
      ...(patience !== undefined && { patience }),
    };
    return watch(this.queue.place(wish, () => this.ask(name)));
  }

  private async ask(name: string): Promise<RoomAnswer<string>> {
    this.asked += 1;
    await Promise.resolve();
    if (this.room === 0) return { kind: 'full', words: 'RESOURCE:MEMORY' };
    this.room -= 1;
    this.placed.push(name);
    return { kind: 'room', value: name };
  }

  get told(): string[] {
    return this.session.logger.entries.map(({ level, message }) => `${level} ${message.split(':')[0] ?? ''}`);
  }
}

describe(RoomQueue.name, () => {
  it('asks once and waits for nothing where there is room', async () => {
    const rig = new RoomRig();
    rig.room = 1;
    const task = rig.want('a');
    await settle();
    expect(task.value).to.deep.equal({ kind: 'room', value: 'a' });
    expect([rig.asked, rig.waits, rig.session.clock.timers]).to.deep.equal([1, 0, 0]);
    expect(rig.told).to.deep.equal([]);
  });

  it('costs one call a pause and lane, however many wait', async () => {
    const rig = new RoomRig();
    rig.want('0');
    await settle();
    for (let n = 1; n < 1_000; n++) rig.want(`${n}`);
    await settle();
    expect(rig.asked).to.equal(1);
    await rig.session.clock.advance(3_600_000);
    // Pauses of 2 s that grow by half to a minute.
    expect(rig.asked).to.be.within(60, 75);
    expect(rig.waits).to.equal(1_000 + rig.asked - 1);
    expect(rig.session.clock.timers).to.equal(1);
  });

  it('places the one that waits longest first, also where others come in between', async () => {
    const rig = new RoomRig();
    const names = ['a', 'b', 'c'];
    for (const name of names) rig.want(name);
    await settle();
    expect(rig.asked).to.equal(3);
    rig.want('d');
    rig.room = 10;
    await rig.session.clock.advance(2_000);
    expect(rig.placed).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('empties a lane without further pauses once there is room', async () => {
    const rig = new RoomRig();
    for (let n = 0; n < 500; n++) rig.want(`${n}`);
    await rig.session.clock.advance(600_000);
    rig.room = 500;
    await rig.session.clock.advance(90_000);
    expect(rig.placed.length).to.equal(500);
    expect(rig.placed).to.deep.equal(Array.from({ length: 500 }, (_, n) => `${n}`));
  });

  it('lets tasks that want something else ask for themselves', async () => {
    const rig = new RoomRig();
    rig.want('large', 'large');
    await settle();
    rig.room = 1;
    const small = rig.want('small');
    await settle();
    expect(small.value).to.deep.equal({ kind: 'room', value: 'small' });
  });

  it('says once that tasks wait and once that none does any longer', async () => {
    const rig = new RoomRig();
    for (const name of ['a', 'b']) rig.want(name);
    rig.want('c', 'large');
    await rig.session.clock.advance(600_000);
    expect(rig.told).to.deep.equal(['warn Task a waits']);
    rig.room = 3;
    await rig.session.clock.advance(120_000);
    expect(rig.told.slice(1)).to.deep.equal(['info The cluster has room again']);
  });

  it('ends a wait that has lasted as long as it may, without asking for it', async () => {
    const rig = new RoomRig();
    const [first, second, patient] = [
      rig.want('a', 'l', 600_000),
      rig.want('b', 'l', 600_000),
      rig.want('c', 'l'),
    ];
    await rig.session.clock.advance(599_000);
    expect([first.done, second.done]).to.deep.equal([false, false]);
    await rig.session.clock.advance(61_000);
    for (const ended of [first, second]) {
      expect(ended.value).to.deep.include({ kind: 'no-room', words: 'RESOURCE:MEMORY' });
      expect(ended.value).to.have.property('waited').that.is.within(600_000, 660_000);
    }
    expect(patient.done).to.equal(false);
  });

  it('lets a killed task go at once, leaves no timer behind it, and lets the next ask', async () => {
    const rig = new RoomRig();
    const kill = new AbortController();
    const killed = rig.want('a', 'small', undefined, kill);
    await settle();
    expect(rig.session.clock.timers).to.equal(1);
    kill.abort();
    await settle();
    expect(killed.error).to.be.instanceOf(ShutdownError);
    expect(rig.session.clock.timers).to.equal(0);
    rig.room = 1;
    const next = rig.want('b');
    await settle();
    expect(next.value).to.have.property('value', 'b');
    expect(rig.told).to.deep.equal(['warn Task a waits']);
  });

  it('takes no task in that is killed already', async () => {
    const rig = new RoomRig();
    rig.want('a');
    await settle();
    const kill = new AbortController();
    kill.abort();
    const killed = rig.want('b', 'small', undefined, kill);
    await settle();
    expect(killed.error).to.be.instanceOf(ShutdownError);
  });

  it('lets the next ask where one in front fails for another reason', async () => {
    const rig = new RoomRig();
    rig.want('a');
    await settle();
    const broken = watch(
      rig.queue.place({ name: 'x', lane: 'small', killed: rig.kill.signal, onWait: () => undefined }, () =>
        Promise.reject(new Error('denied')),
      ),
    );
    rig.want('b');
    rig.room = 2;
    await rig.session.clock.advance(3_000);
    expect(broken.error).to.be.instanceOf(Error);
    expect(rig.placed).to.deep.equal(['a', 'b']);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('brings every task to one end and leaves nothing behind, whatever comes', async () => {
    const step = fc.tuple(fc.constantFrom('want', 'kill', 'room', 'none', 'time'), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
        const rig = new RoomRig();
        const tasks: { readonly kill: AbortController; readonly end: Watched<Placed<string>> }[] = [];
        for (const [kind, pick] of steps) {
          if (kind === 'want') {
            const kill = new AbortController();
            const patience = pick % 3 === 0 ? 30_000 : undefined;
            tasks.push({ kill, end: rig.want(`${tasks.length}`, `lane ${pick % 2}`, patience, kill) });
          } else if (kind === 'kill') tasks[pick]?.kill.abort();
          else if (kind === 'room') rig.room += pick;
          else if (kind === 'none') rig.room = 0;
          else await rig.session.clock.advance(pick * 2_000);
        }
        rig.room = Infinity;
        await rig.session.clock.advance(600_000);
        expect(tasks.map(({ end }) => end.done)).to.deep.equal(tasks.map(() => true));
        const found = tasks.filter(({ end }) => end.value?.kind === 'room').length;
        expect(new Set(rig.placed).size).to.equal(rig.placed.length).and.to.equal(found);
        expect(rig.session.clock.timers).to.equal(0);
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);
});
