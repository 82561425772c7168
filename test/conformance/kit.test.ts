import { expect } from 'chai';
import {
  mergeConfig,
  realTime,
  testExecutor,
  virtualTime,
  type KitOptions,
} from '../../conformance/index.js';
import type { ConfigMap } from '../../spi/index.js';
import type { FaultyBackend } from './memory/faulty-backend.js';
import { memoryKit } from './memory/memory-kit.js';
import { failures, RecordingRunner } from './recording-runner.js';

/** Options of the kit; undefined leaves the directives out. */
type Changes = Partial<Omit<KitOptions<FaultyBackend>, 'directives'>> & { readonly directives?: undefined };

/** The tests a kit defines with some of its options changed. */
function recorded(change: Changes): RecordingRunner {
  const runner = new RecordingRunner();
  const { directives, ...sound } = memoryKit(runner);
  const kept = 'directives' in change ? {} : { directives };
  testExecutor({ ...sound, ...kept, ...change } as KitOptions<FaultyBackend>);
  return runner;
}

describe('the kit', () => {
  it('skips what is not claimed, with the reason in the title', () => {
    const { capabilities } = memoryKit(new RecordingRunner());
    const { tests } = recorded({ capabilities: { ...capabilities, signals: 'there are none here' } });
    const skipped = tests.filter(({ run }) => run === undefined).map(({ title }) => title);
    expect(skipped).to.include(
      'L1 exit status › a command ended by SIGTERM fails with 143 — skipped: there are none here',
    );
  });

  it('skips every test of a fault where none is given', () => {
    const { tests } = recorded({ faults: {} });
    const run = tests.filter((test) => test.run !== undefined && test.title.startsWith('L4'));
    expect(run).to.deep.equal([]);
    expect(tests.some(({ title }) => title.endsWith('skipped: no fault failPolls is given'))).to.equal(true);
  });

  it('fails where what is required is not there, and says what', async () => {
    const runner = recorded({ faults: {}, required: ['refuseKills'] });
    const report = await runner.run((title) => title.startsWith('L4'));
    expect(failures(report)).to.have.length(3);
    expect(failures(report).every((title) => title.startsWith('L4 faults of kills › '))).to.equal(true);
    expect(String(report.failed[0]?.error)).to.equal(
      'KitFailure: refuseKills is required and missing: no fault refuseKills is given',
    );
  });

  it('fails a whole level that is required where anything in it is missing', async () => {
    const report = await recorded({ required: ['L4'] }).run((title) => title.startsWith('L4 outcomes'));
    expect(failures(report)).to.deep.equal(['L4 outcomes › want of memory is named as the cause']);
  });

  it('ends every backend it asked for, also after a failure', async () => {
    let [made, closed] = [0, 0];
    const sound = memoryKit(new RecordingRunner());
    const load: typeof sound.load = async (request) => {
      made += 1;
      const loaded = await sound.load(request);
      if (made % 2 === 1) loaded.executor.start = refuse;
      return loaded;
    };
    const close = (): Promise<void> => Promise.resolve(void (closed += 1));
    const report = await recorded({ load, close }).run((title) => title.startsWith('L1 news'));
    expect(report.failed).to.not.be.empty;
    expect(closed).to.equal(made);
  });

  it('gives every task of every session a work dir of its own', async () => {
    const seen = new Set<string>();
    let count = 0;
    const sound = memoryKit(new RecordingRunner());
    const makeTask: typeof sound.makeTask = (work, seat, backend) => {
      count += 1;
      seen.add(seat.workDir);
      return sound.makeTask(work, seat, backend);
    };
    await recorded({ makeTask }).run((title) => title.startsWith('L1'));
    expect(seen.size).to.equal(count);
    expect(count).to.be.above(20);
  });

  for (const [name, time, waited] of [
    ['virtual', () => virtualTime({ patience: 20_000 }), /waited 2\d\.\d s in vain/],
    ['real', () => realTime({ pace: 0.01, patience: 100 }), /waited 0\.\d s in vain/],
  ] as const) {
    it(`says what it waited for, how long, and what there was instead (in ${name} time)`, async () => {
      const sound = memoryKit(new RecordingRunner());
      const load: typeof sound.load = async (request) => {
        const loaded = await sound.load(request);
        // It takes everything and submits nothing.
        loaded.executor.createTaskMonitor().start = () => undefined;
        return loaded;
      };
      const { failed } = await recorded({ load, time }).run((title) => title.startsWith('L1 tasks › every'));
      const [verdict] = failed.map(({ error }) => String(error));
      expect(verdict).to.match(waited);
      expect(verdict).to.match(
        /for this: the tasks are submitted\. News so far: 0 submitted, 0 running, 0 completed\. On the backend: 0 accepted, 0 alive, 0 status calls\.$/,
      );
    });
  }

  it('waits for a closing no longer than a fifth of its patience', async () => {
    const time = virtualTime();
    const began = time.clock.now();
    const sound = memoryKit(new RecordingRunner());
    const load: typeof sound.load = async (request) => {
      const loaded = await sound.load(request);
      loaded.executor.shutdown = () => new Promise(() => undefined);
      return loaded;
    };
    const report = await recorded({ load, time: () => time }).run((title) =>
      title.startsWith('L0 registration › gives'),
    );
    expect(report.passed.length).to.equal(1);
    expect(time.clock.now() - began).to.be.within(120_000, 150_000);
  });

  it('skips the table of directives where none is given', () => {
    const { tests } = recorded({ directives: undefined });
    const skipped = tests.filter(({ run, title }) => run === undefined && title.startsWith('L3'));
    expect(skipped.map(({ title }) => title)).to.deep.equal([
      'L3 directives › a directive reaches the backend — skipped: no directives are given',
      'L3 directives › the same is asked for in the same words — skipped: no requestOf is given',
    ]);
  });

  it('merges settings scope by scope, the later over the earlier', () => {
    const merged = mergeConfig({ a: { b: 1, c: 2 }, d: [1] }, { a: { c: 3 }, d: [2], e: null });
    expect(merged).to.deep.equal({ a: { b: 1, c: 3 }, d: [2], e: null });
  });

  it('takes a setting by any name for a setting', () => {
    const odd = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}') as ConfigMap;
    const merged = mergeConfig({}, odd);
    expect(Object.keys(merged)).to.deep.equal(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(merged)).to.equal(Object.prototype);
    expect(JSON.stringify(mergeConfig(merged, odd))).to.equal(JSON.stringify(odd));
  });
});

describe('the times of the kit', () => {
  it('pass in virtual time as they are told, each timer at its own', async () => {
    const time = virtualTime();
    const { clock } = time;
    const start = clock.now();
    const seen: number[] = [];
    clock.after(200, () => seen.push(clock.now() - start));
    clock.after(100, () => {
      seen.push(clock.now() - start);
      clock.after(50, () => seen.push(clock.now() - start));
    });
    clock.after(120, () => seen.push(-1)).cancel();
    await time.pass(1_000);
    expect(seen).to.deep.equal([100, 150, 200]);
    expect(clock.now() - start).to.equal(1_000);
  });

  it('pass in real time by themselves', async () => {
    const time = realTime();
    const { clock } = time;
    const start = clock.now();
    let ran = 0;
    clock.after(1, () => (ran += 1));
    clock.after(5, () => (ran += 10)).cancel();
    await time.pass(20);
    expect(ran).to.equal(1);
    expect(clock.now() - start).to.be.within(15, 10_000);
  });
});

function refuse(): Promise<void> {
  return Promise.reject(new Error('it does not start'));
}
