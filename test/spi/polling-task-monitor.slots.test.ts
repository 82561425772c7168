import { expect } from 'chai';
import * as fc from 'fast-check';
import { PollingTaskMonitor, ShutdownError, type SubmitTurn } from '../../spi/index.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { FakeTaskHandler } from '../support/fake-task-handler.js';
import { MonitorRig, ROUND_MS } from './monitor-rig.js';

type Step = readonly [
  kind:
    | 'schedule'
    | 'submit ok'
    | 'submit fails'
    | 'pass'
    | 'again'
    | 'end'
    | 'evict'
    | 'kill'
    | 'fetch fails'
    | 'round',
  pick: number,
];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom<Step[0]>(
      'schedule',
      'schedule',
      'submit ok',
      'submit ok',
      'submit fails',
      'pass',
      'pass',
      'again',
      'again',
      'end',
      'evict',
      'kill',
      'fetch fails',
      'round',
    ),
    fc.nat({ max: 50 }),
  ),
  { maxLength: 60 },
);

/** Drives a monitor by random steps and counts what is on the backend at any time. */
class SlotModel {
  readonly rig: MonitorRig;
  readonly scheduled: FakeTaskHandler[] = [];
  readonly evicted = new Set<string>();
  private readonly inFlight = new Map<FakeTaskHandler, Deferred<void>>();
  private readonly turns = new Map<FakeTaskHandler, SubmitTurn>();
  /** Submits that have passed on what they held, and have not got it back. */
  private readonly parked = new Set<FakeTaskHandler>();
  /** Submits that have not passed their turn on. */
  mostTurns = 0;

  constructor(queueSize: number, submitConcurrency: number) {
    this.rig = new MonitorRig({ queueSize, submitConcurrency });
    this.rig.monitor.start();
  }

  /** Slots taken as the outside sees it: submits begun that are in flight or neither completed nor evicted. */
  get held(): number {
    return this.begun - this.parked.size;
  }

  /** As `held`, with those that wait for room. */
  get begun(): number {
    return this.scheduled.filter(
      (handler) => handler.submits > 0 && (this.inFlight.has(handler) || !this.isOver(handler.task.name)),
    ).length;
  }

  async take([kind, pick]: Step): Promise<void> {
    const { rig } = this;
    const handler = this.scheduled[pick % Math.max(1, this.scheduled.length)];
    if (kind === 'schedule') this.schedule();
    else if (kind === 'round') await rig.clock.advance(ROUND_MS);
    else if (kind === 'fetch fails') await this.failingRound();
    else if (handler !== undefined) await this.act(kind, handler);
    await settle();
    this.mostTurns = Math.max(this.mostTurns, this.inFlight.size - this.parked.size);
  }

  private schedule(): void {
    const handler = new FakeTaskHandler(this.scheduled.length + 1);
    handler.onSubmit = (turn) => {
      const answer = new Deferred<void>();
      this.inFlight.set(handler, answer);
      if (turn !== undefined) this.turns.set(handler, turn);
      return answer.promise.finally(() => {
        this.inFlight.delete(handler);
        this.turns.delete(handler);
        this.parked.delete(handler);
      });
    };
    handler.onKill = () => {
      this.rig.say(handler, 'ENDED');
      return Promise.resolve();
    };
    this.scheduled.push(handler);
    this.rig.monitor.schedule(handler);
  }

  private async act(kind: Step[0], handler: FakeTaskHandler): Promise<void> {
    if (kind === 'submit ok') {
      // What has no slot may not be sent.
      if (this.parked.has(handler)) return;
      this.inFlight.get(handler)?.resolve();
      this.rig.say(handler, 'RUNNING');
    } else if (kind === 'submit fails') this.inFlight.get(handler)?.reject(new Error('no'));
    else if (kind === 'pass') this.pass(handler);
    else if (kind === 'again') this.again(handler);
    else if (kind === 'end') this.rig.say(handler, 'ENDED');
    else if (kind === 'kill') await handler.kill();
    else if (this.rig.monitor.evict(handler)) this.evicted.add(handler.task.name);
  }

  /** Passed twice on purpose: that is passing once. */
  private pass(handler: FakeTaskHandler): void {
    const turn = this.turns.get(handler);
    if (turn !== undefined) this.parked.add(handler);
    turn?.pass();
    turn?.pass();
  }

  /** Asked for twice on purpose: that is asking once. */
  private again(handler: FakeTaskHandler): void {
    const turn = this.turns.get(handler);
    for (let asked = 0; asked < 2; asked++) {
      void turn?.again().then(
        () => this.parked.delete(handler),
        () => undefined,
      );
    }
  }

  private async failingRound(): Promise<void> {
    const works = this.rig.onFetch;
    this.rig.onFetch = () => Promise.reject(new Error('throttled'));
    await this.rig.clock.advance(ROUND_MS);
    this.rig.onFetch = works;
  }

  isOver(name: string): boolean {
    return this.evicted.has(name) || this.rig.events.outcomeOf(name) !== undefined;
  }

  /** Lets every submit be answered and every task end. */
  async drain(): Promise<void> {
    for (let turn = 0; turn <= 2 * this.scheduled.length; turn++) {
      for (const [handler, answer] of this.inFlight) {
        this.again(handler);
        await settle();
        if (this.parked.has(handler)) continue;
        answer.resolve();
        this.rig.say(handler, 'ENDED');
      }
      for (const handler of this.scheduled)
        if (handler.nativeId !== undefined) this.rig.say(handler, 'ENDED');
      await this.rig.clock.advance(ROUND_MS);
    }
  }
}

describe(`${PollingTaskMonitor.name} slots`, () => {
  it('are never more than the queue size, and every handler is completed exactly once unless evicted', async function () {
    this.timeout(60_000);
    const sizes = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(steps, sizes, sizes, async (sequence, queueSize, concurrency) => {
        const model = new SlotModel(queueSize, concurrency);
        for (const step of sequence) {
          await model.take(step);
          // An evicted submit may still be on its way: its task counts until that is over.
          expect(model.held).to.be.at.most(queueSize);
          expect(model.mostTurns).to.be.at.most(concurrency);
        }
        await model.drain();
        expect(model.begun).to.equal(0);
        for (const { task, submits } of model.scheduled) {
          const completions = model.rig.events.of(task.name).filter((kind) => kind === 'completed').length;
          expect(completions, task.name).to.equal(model.evicted.has(task.name) ? 0 : 1);
          expect(submits).to.be.at.most(1);
        }
        expect(await model.rig.monitor.shutdown()).to.deep.equal({ stopped: 0, unfinished: [] });
        expect(model.rig.clock.timers).to.equal(0);
      }),
      { numRuns: 100 },
    );
  });

  it('pass to the next while a submit waits for room, and are had again before it goes on', async () => {
    const rig = new MonitorRig({ queueSize: 1 });
    rig.monitor.start();
    const [large, small, third] = [1, 2, 3].map((id) => new FakeTaskHandler(id)) as [
      FakeTaskHandler,
      FakeTaskHandler,
      FakeTaskHandler,
    ];
    const room = new Deferred<void>();
    large.onSubmit = async (turn) => {
      turn?.pass();
      await room.promise;
      await turn?.again();
    };
    rig.schedule(large, small, third);
    await settle();
    expect([large.status, small.status, third.submits]).to.deep.equal(['NEW', 'SUBMITTED', 0]);
    room.resolve();
    await settle();
    expect(large.status, 'the slot is another’s').to.equal('NEW');
    rig.say(small, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect([large.status, third.submits], 'the older goes first').to.deep.equal(['SUBMITTED', 0]);
    for (const handler of [large, third]) rig.say(handler, 'ENDED');
    await rig.clock.advance(3 * ROUND_MS);
    expect(third.status).to.equal('COMPLETED');
    expect((await rig.monitor.shutdown()).unfinished).to.deep.equal([]);
  });

  it('go to the oldest of those that ask for one again, whoever asks first', async () => {
    const rig = new MonitorRig({ queueSize: 1 });
    rig.monitor.start();
    const order: number[] = [];
    const rooms = [1, 2, 3].map(() => new Deferred<void>());
    const waiting = rooms.map((room, index) => {
      const handler = new FakeTaskHandler(index + 1);
      handler.onSubmit = async (turn) => {
        turn?.pass();
        await room.promise;
        await turn?.again();
        order.push(handler.id);
        throw new Error('no');
      };
      return handler;
    });
    const runs = new FakeTaskHandler(4);
    rig.schedule(...waiting, runs);
    await settle();
    expect(runs.status).to.equal('SUBMITTED');
    for (const room of [...rooms].reverse()) {
      room.resolve();
      await settle();
    }
    expect(order).to.deep.equal([]);
    rig.say(runs, 'ENDED');
    await rig.clock.advance(ROUND_MS);
    expect(order).to.deep.equal([1, 2, 3]);
    await rig.monitor.shutdown();
  });

  for (const leaveRunning of [false, true]) {
    const title = leaveRunning ? 'leaves tasks running' : 'ends tasks';
    it(`are refused to those that ask for one again once a shutdown that ${title} has begun`, async () => {
      const rig = new MonitorRig({ queueSize: 1 });
      rig.monitor.start();
      const [asks, asked] = [new Deferred<void>(), new Deferred<void>()];
      const [early, late, runs] = [1, 2, 3].map((id) => new FakeTaskHandler(id)) as [
        FakeTaskHandler,
        FakeTaskHandler,
        FakeTaskHandler,
      ];
      early.onSubmit = async (turn) => {
        turn?.pass();
        await asks.promise;
        await turn?.again();
      };
      late.onSubmit = async (turn) => {
        turn?.pass();
        await asked.promise;
        await turn?.again();
      };
      runs.onKill = () => {
        rig.say(runs, 'ENDED');
        return Promise.resolve();
      };
      rig.schedule(early, late, runs);
      await settle();
      asks.resolve();
      await settle();
      const report = rig.monitor.shutdown({ leaveRunning });
      await settle();
      asked.resolve();
      await rig.clock.advance(ROUND_MS);
      expect((await report).unfinished).to.deep.equal(leaveRunning ? [runs] : []);
      for (const { task } of [early, late])
        expect(rig.events.outcomeOf(task.name)?.kind, task.name).to.equal('killed');
      expect(rig.clock.timers).to.equal(0);
    });
  }

  it('are given back at a shutdown that leaves tasks running, also by a submit that waits for room', async () => {
    const rig = new MonitorRig();
    rig.monitor.start();
    const handler = new FakeTaskHandler(1);
    const room = new Deferred<void>();
    handler.onSubmit = (turn) => {
      turn?.pass();
      return room.promise;
    };
    handler.onKill = () => {
      room.reject(new ShutdownError('killed', { code: 'SHUT_DOWN' }));
      return Promise.resolve();
    };
    rig.schedule(handler);
    await settle();
    const report = await rig.monitor.shutdown({ leaveRunning: true });
    expect(report.unfinished).to.deep.equal([]);
    expect(rig.events.outcomeOf(handler.task.name)?.kind).to.equal('killed');
    expect(rig.clock.timers).to.equal(0);
  });

  it('are given back by a submit that begins to wait for room during a shutdown that leaves tasks running', async () => {
    const rig = new MonitorRig();
    rig.monitor.start();
    const handler = new FakeTaskHandler(1);
    const answer = new Deferred<void>();
    const room = new Deferred<void>();
    handler.onSubmit = async (turn) => {
      await answer.promise;
      turn?.pass();
      await room.promise;
    };
    handler.onKill = () => {
      room.reject(new ShutdownError('killed', { code: 'SHUT_DOWN' }));
      return Promise.resolve();
    };
    rig.schedule(handler);
    await settle();
    const report = rig.monitor.shutdown({ leaveRunning: true });
    await settle();
    answer.resolve();
    expect((await report).unfinished).to.deep.equal([]);
    expect(rig.events.of(handler.task.name)).to.deep.equal(['completed']);
    expect(rig.events.outcomeOf(handler.task.name)?.kind).to.equal('killed');
  });

  it('complete every handler exactly once when a shutdown comes at any moment', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (sequence, leaveRunning) => {
        const model = new SlotModel(3, 2);
        for (const step of sequence) await model.take(step);
        const done = model.rig.monitor.shutdown({ leaveRunning, graceMs: 3 * ROUND_MS });
        await model.rig.clock.advance(4 * ROUND_MS);
        await done;
        for (const { task } of model.scheduled) {
          const kinds = model.rig.events.of(task.name);
          expect(kinds.filter((kind) => kind === 'completed').length).to.equal(
            model.evicted.has(task.name) ? 0 : 1,
          );
          if (!model.evicted.has(task.name)) expect(kinds.at(-1)).to.equal('completed');
        }
        expect(model.rig.clock.timers).to.equal(0);
      }),
      { numRuns: 100 },
    );
  });
});
