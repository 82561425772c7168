import { expect } from 'chai';
import * as fc from 'fast-check';
import { ShutdownError } from '../../../spi/index.js';
import { killedBeforeSubmission } from '../../../src/submit/killed.js';
import { RoomQueue, type Placed, type RoomAnswer, type RoomWish } from '../../../src/submit/room-queue.js';
import { Deferred } from '../../support/deferred.js';
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
  onAsked: () => void = () => undefined;
  onTurn: () => Promise<void> = () => Promise.resolve();
  /** From when waits counted, as they were told. */
  readonly counted: number[] = [];

  want(name: string, lane = 'small', patience = 86_400_000, kill = this.kill): Watched<Placed<string>> {
    const wish = { ...this.wish(name, patience), lane, killed: kill.signal };
    return watch(this.queue.place(wish, () => this.ask(name)));
  }

  wish(name: string, patience = 86_400_000): RoomWish {
    return {
      name,
      lane: 'small',
      bound: { ms: patience, setting: 'maxSubmitAwait' },
      killed: this.kill.signal,
      wait: {
        begin: () => void (this.waits += 1),
        again: () => this.onTurn(),
        counts: (since) => this.counted.push(since),
      },
    };
  }

  async ask(name: string): Promise<RoomAnswer<string>> {
    this.asked += 1;
    this.onAsked();
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
    const asked = rig.asked;
    await rig.session.clock.advance(1_000);
    expect(rig.asked).to.equal(asked);
    for (const ended of [first, second]) {
      expect(ended.value).to.deep.include({ kind: 'no-room', words: 'RESOURCE:MEMORY' });
      expect(ended.value).to.have.property('waited', 600_000);
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

  it('takes no task in that is killed for its wait', async () => {
    const rig = new RoomRig();
    const kill = new AbortController();
    const sound = rig.wish('a', 60_000);
    const wish = { ...sound, killed: kill.signal, wait: { ...sound.wait, begin: () => kill.abort() } };
    const full = { kind: 'full', words: 'RESOURCE:MEMORY' } as const;
    const task = watch(rig.queue.place(wish, () => Promise.resolve(full)));
    await settle();
    expect(task.error).to.be.instanceOf(ShutdownError);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('lets the next ask where one in front fails for another reason', async () => {
    const rig = new RoomRig();
    rig.want('a');
    await settle();
    const broken = watch(rig.queue.place(rig.wish('x'), () => Promise.reject(new Error('denied'))));
    rig.want('b');
    rig.room = 2;
    await rig.session.clock.advance(3_000);
    expect(broken.error).to.be.instanceOf(Error);
    expect(rig.placed).to.deep.equal(['a', 'b']);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('ends each wait at its own time, also one that is shorter than the pause and those before it', async () => {
    const rig = new RoomRig();
    rig.want('patient');
    await rig.session.clock.advance(900_000);
    const [short, shorter] = [rig.want('a', 'small', 7_000), rig.want('b', 'small', 3_000)];
    await rig.session.clock.advance(2_999);
    expect([short.done, shorter.done]).to.deep.equal([false, false]);
    await rig.session.clock.advance(1);
    expect([short.done, shorter.done]).to.deep.equal([false, true]);
    await rig.session.clock.advance(4_000);
    expect(short.value).to.deep.include({ kind: 'no-room', waited: 7_000 });
  });

  it('counts a wait from when there was no room, not from when the task began to ask', async () => {
    const rig = new RoomRig();
    const asked = new Deferred<RoomAnswer<string>>();
    const slow = watch(rig.queue.place(rig.wish('slow', 60_000), () => asked.promise));
    await rig.session.clock.advance(3_600_000);
    asked.resolve({ kind: 'full', words: 'RESOURCE:CPU' });
    await rig.session.clock.advance(59_999);
    expect(slow.done).to.equal(false);
    await rig.session.clock.advance(1);
    expect(slow.value).to.deep.equal({ kind: 'no-room', words: 'RESOURCE:CPU', waited: 60_000 });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('ends waits behind one whose question hangs, and hears its answer all the same', async () => {
    const rig = new RoomRig();
    rig.want('first');
    await settle();
    const hangs = new Deferred<RoomAnswer<string>>();
    const front = watch(rig.queue.place(rig.wish('hangs', 600_000), () => hangs.promise));
    rig.room = 1;
    await rig.session.clock.advance(2_000);
    const behind = rig.want('behind', 'small', 30_000);
    await rig.session.clock.advance(30_000);
    expect(behind.value).to.deep.include({ kind: 'no-room', waited: 30_000 });
    hangs.resolve({ kind: 'room', value: 'hangs' });
    await settle();
    expect(front.value).to.deep.equal({ kind: 'room', value: 'hangs' });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('ends the wait of one that asked past its time and found none', async () => {
    const rig = new RoomRig();
    const answers: Deferred<RoomAnswer<string>>[] = [];
    const late = watch(
      rig.queue.place(rig.wish('late', 10_000), () => {
        answers.push(new Deferred());
        return answers.at(-1)!.promise;
      }),
    );
    await settle();
    answers[0]!.resolve({ kind: 'full', words: 'RESOURCE:MEMORY' });
    await rig.session.clock.advance(60_000);
    expect(answers.length).to.equal(2);
    answers[1]!.resolve({ kind: 'full', words: 'RESOURCE:MEMORY' });
    await rig.session.clock.advance(0);
    expect(late.value).to.have.property('kind', 'no-room');
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('lets the next ask where one is killed between its turn and its question', async () => {
    const rig = new RoomRig();
    rig.want('first');
    await settle();
    const kill = new AbortController();
    // As the submitter does: what is killed by the time it asks asks for nothing.
    const killed = watch(
      rig.queue.place({ ...rig.wish('killed'), killed: kill.signal }, () =>
        kill.signal.aborted ? Promise.reject(killedBeforeSubmission()) : rig.ask('killed'),
      ),
    );
    const last = rig.want('last');
    rig.room = 2;
    rig.onAsked = () => queueMicrotask(() => kill.abort());
    await rig.session.clock.advance(2_000);
    expect(killed.error).to.be.instanceOf(ShutdownError);
    expect(rig.placed).to.deep.equal(['first', 'last']);
    expect([last.done, rig.session.clock.timers]).to.deep.equal([true, 0]);
  });

  it('keeps the lane of one that asks while all others leave it, and its timer for none', async () => {
    const rig = new RoomRig();
    const kills = Array.from({ length: 5 }, () => new AbortController());
    for (const [n, kill] of kills.entries()) rig.want(`${n}`, 'small', undefined, kill);
    await settle();
    rig.onAsked = () => {
      for (const kill of kills.slice(1)) kill.abort();
    };
    await rig.session.clock.advance(3_000);
    expect(rig.session.clock.timers).to.equal(1);
    rig.room = 1;
    await rig.session.clock.advance(10_000);
    expect(rig.placed).to.deep.equal(['0']);
    expect(rig.session.clock.timers).to.equal(0);
    expect(rig.told).to.deep.equal(['warn Task 0 waits', 'info The cluster has room again']);
  });

  it('needs no timer that is longer than a platform counts', async () => {
    const rig = new RoomRig();
    const longest: number[] = [];
    const { clock } = rig.session;
    const after = clock.after.bind(clock);
    clock.after = (ms, action) => (longest.push(ms), after(ms, action));
    const hangs = new Deferred<RoomAnswer<string>>();
    rig.want('first', 'small', 365 * 86_400_000);
    await settle();
    watch(rig.queue.place(rig.wish('hangs', 365 * 86_400_000), () => hangs.promise));
    rig.want('behind', 'small', 365 * 86_400_000);
    rig.room = 1;
    await clock.advance(3 * 86_400_000);
    expect(Math.max(...longest)).to.be.at.most(86_400_000);
  });

  it('asks for nothing before its slot is had again, and counts no time that this takes', async () => {
    const rig = new RoomRig();
    const slot = new Deferred<void>();
    rig.onTurn = () => slot.promise;
    const began = rig.session.clock.now();
    const task = rig.want('a', 'small', 10_000);
    await rig.session.clock.advance(2_000);
    rig.room = 1;
    await rig.session.clock.advance(3_600_000);
    expect([rig.asked, task.done]).to.deep.equal([1, false]);
    slot.resolve();
    await settle();
    expect(task.value).to.deep.equal({ kind: 'room', value: 'a' });
    expect(rig.counted).to.deep.equal([began + 3_600_000]);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('lets a task go that is killed before its slot is had again, and the next ask', async () => {
    const rig = new RoomRig();
    const kill = new AbortController();
    const killed = rig.want('a', 'small', undefined, kill);
    const next = rig.want('b');
    await settle();
    const slots = [new Deferred<void>(), new Deferred<void>()];
    rig.onTurn = () => slots.shift()!.promise;
    rig.room = 1;
    const second = slots[1]!;
    await rig.session.clock.advance(2_000);
    kill.abort();
    second.resolve();
    await settle();
    expect(killed.error).to.be.instanceOf(ShutdownError);
    expect(next.value).to.have.property('value', 'b');
    expect(rig.session.clock.timers).to.equal(0);
  });

  for (const renews of [true, false]) {
    const ends = renews ? 'waits on' : 'waits no longer';
    it(`${ends} behind others that find room, where its bound ${renews ? 'renews' : 'does not renew'} itself`, async () => {
      const rig = new RoomRig();
      const bound = { ms: 600_000, renews, setting: 'aws.ecs.provisioningTimeout' };
      const tasks = Array.from({ length: 40 }, (_, n) =>
        watch(rig.queue.place({ ...rig.wish(`${n}`), bound }, () => rig.ask(`${n}`))),
      );
      for (let round = 0; round < 20; round++) {
        rig.room = 1;
        await rig.session.clock.advance(300_000);
      }
      const found = tasks.filter(({ value }) => value?.kind === 'room').length;
      const lost = tasks.filter(({ value }) => value?.kind === 'no-room').length;
      expect([found, lost]).to.deep.equal(renews ? [20, 0] : [2, 38]);
      await rig.session.clock.advance(1_200_000);
      // A line that stands still has no room to wait for, whoever's bound it is.
      expect(tasks.every(({ done }) => done)).to.equal(true);
      expect(rig.session.clock.timers).to.equal(0);
    });
  }

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
