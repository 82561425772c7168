import { expect } from 'chai';
import {
  ConfigError,
  isExecutorError,
  type Executor,
  type ExecutorPlugin,
  type ProcessDefinition,
  type Session,
  type TaskRun,
} from '../../../spi/index.js';
import { guardPlugin } from '../../../host/plugin/guarded-plugin.js';
import { pluginBroken } from '../../../host/plugin/plugin-broken.js';
import { fakeSession } from '../../support/fake-session.js';
import { refusalOf } from '../refusal-of.js';

const located = {
  path: '/p/plugin.json',
  manifest: { id: 'nf-x', version: '1.2.3', spi: '^1.0.0', executors: ['x'], entry: 'x.js', settings: {} },
};
const process = { name: 'HELLO' } as ProcessDefinition;
const capabilities = {
  containerNative: true,
  secretNative: false,
  fusion: true,
  taskArrays: false,
  adoption: false,
};
const monitor = {
  start: () => undefined,
  schedule: () => undefined,
  evict: () => true,
  signal: () => undefined,
  shutdown: () => Promise.resolve({ stopped: 0, unfinished: [] }),
};
const executor = {
  name: 'x',
  capabilities,
  start: () => Promise.resolve(),
  createTaskHandler: () => ({}),
  createTaskMonitor: () => monitor,
  shutdown: () => Promise.resolve({ stopped: 0, unfinished: [] }),
};
const run = { name: 'A (1)', hash: 'ab12' } as TaskRun;
const handler = {
  task: run,
  status: 'NEW',
  submit: () => Promise.resolve(),
  batch: () => undefined,
  checkIfRunning: () => false,
  checkIfCompleted: () => Promise.resolve(false),
  kill: () => Promise.resolve(),
  trace: () => ({}),
};
const fault = (): never => {
  throw new TypeError('x is not a function');
};

/** A guarded plugin whose functions answer what they should not: the types of the SPI are what it breaks. */
function guarded(parts: { check?: () => unknown; createExecutor?: () => unknown }): ExecutorPlugin {
  const plugin = { check: () => [], createExecutor: () => executor, ...parts };
  return guardPlugin(plugin as unknown as ExecutorPlugin, located);
}

function session(): Session {
  return fakeSession();
}

function guardedExecutor(changes: Readonly<Record<string, unknown>>): Executor {
  return guarded({ createExecutor: () => ({ ...executor, ...changes }) }).createExecutor('x', session());
}

/** What is said of `act`, all of it one PLUGIN_BROKEN. */
function broken(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!isExecutorError(error)) throw error;
    expect(error.code).to.equal('PLUGIN_BROKEN');
    const [, said = ''] =
      /^Plugin nf-x 1\.2\.3 \(\/p\/plugin\.json\) is broken: (.*)\. Use another version/s.exec(
        error.message,
      ) ?? [];
    expect(said, error.message).not.to.equal('');
    return said;
  }
  throw new Error('It was not refused.');
}

describe(guardPlugin.name, () => {
  it('passes on what a plugin answers', () => {
    const problems = [{ path: 'process HELLO', message: 'asks too much' }];
    expect(guarded({ check: () => problems }).check('x', process)).to.equal(problems);
    expect(guardedExecutor({})).to.include({ name: 'x', capabilities });
  });

  it('passes on trace fields and logs where there are some', async () => {
    const traceFields = [{ name: 'zone', type: 'text', help: 'where' }];
    const part = { lines: [], state: 'ended' };
    const openLog = (id: string): unknown => ({ place: `log of ${id}`, read: () => Promise.resolve(part) });
    const guard = guardedExecutor({ traceFields, openLog });
    expect(guard.traceFields).to.equal(traceFields);
    const log = guard.openLog?.('x/1');
    expect(log?.place).to.equal('log of x/1');
    expect(await log?.read()).to.equal(part);
    expect(guardedExecutor({})).to.include({ traceFields: undefined, openLog: undefined });
  });

  it('tells what a log threw, and logs that are none', async () => {
    const open = (openLog: () => unknown): unknown => guardedExecutor({ openLog }).openLog?.('x/1');
    expect(broken(() => open(fault))).to.equal(
      'openLog("x/1") of executor "x" threw TypeError: x is not a function',
    );
    expect(broken(() => open(() => undefined))).to.equal(
      'openLog("x/1") of executor "x" returned nothing instead of a log',
    );
    expect(broken(() => open(() => ({ read: fault })))).to.equal(
      'openLog("x/1") of executor "x" returned a log without a place',
    );
    const log = guardedExecutor({ openLog: () => ({ place: 'there', read: fault }) }).openLog?.('x/1');
    const error = await refusalOf(log?.read() ?? Promise.resolve());
    expect(error.message).to.contain(
      'read() of the log of "x/1" of executor "x" threw TypeError: x is not a function',
    );
  });

  it('passes on housekeeping, and tells what it threw', async () => {
    const items = async function* (): AsyncGenerator {
      yield await Promise.resolve('a task');
      fault();
    };
    const whole = {
      tasks: items,
      stop: fault,
      registrations: () => 'none',
      deregister: () => Promise.resolve(),
    };
    const { housekeeping } = guardedExecutor({ housekeeping: whole });
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const task of housekeeping?.tasks('s') ?? []) seen.push(task);
    };
    expect((await refusalOf(read())).message).to.contain(
      'housekeeping.tasks() of executor "x" threw TypeError: x is not a function',
    );
    expect(seen).to.deep.equal(['a task']);
    const stopping = housekeeping?.stop('x/1', 'Not wanted.') ?? Promise.resolve();
    expect((await refusalOf(stopping)).message).to.contain('housekeeping.stop("x/1") of executor "x" threw');
    expect(await housekeeping?.deregister('x:1')).to.equal(undefined);
    expect(guardedExecutor({}).housekeeping).to.equal(undefined);
  });

  it('refuses housekeeping that is none', () => {
    const without = { tasks: fault, registrations: fault };
    expect(broken(() => guardedExecutor({ housekeeping: without }))).to.equal(
      'executor "x" has housekeeping without stop(), deregister()',
    );
    expect(broken(() => guardedExecutor({ housekeeping: true }))).to.equal(
      'executor "x" has true instead of housekeeping',
    );
  });

  it('lets housekeeping go where nobody wants more of it', async () => {
    let left = 0;
    const items = async function* (): AsyncGenerator<number> {
      try {
        for (let item = 1; ; item++) yield await Promise.resolve(item);
      } finally {
        left += 1;
      }
    };
    const whole = { tasks: items, stop: fault, registrations: items, deregister: fault };
    for await (const item of guardedExecutor({ housekeeping: whole }).housekeeping?.registrations() ?? [])
      if ((item as unknown) === 2) break;
    expect(left).to.equal(1);
  });

  it('passes on refusals as they are', () => {
    const refusal = new ConfigError('No.', { code: 'CONFIG_INVALID' });
    const refuse = (): never => {
      throw refusal;
    };
    const plugin = guarded({ check: refuse, createExecutor: refuse });
    expect(() => plugin.check('x', process)).to.throw(refusal);
    expect(() => plugin.createExecutor('x', session())).to.throw(refusal);
    const handler = guardedExecutor({ createTaskHandler: refuse });
    expect(() => handler.createTaskHandler({ name: 'HELLO' } as never)).to.throw(refusal);
  });

  it('tells what createExecutor and check threw', () => {
    const plugin = guarded({ check: fault, createExecutor: fault });
    expect(broken(() => plugin.createExecutor('x', session()))).to.equal(
      'createExecutor("x") threw TypeError: x is not a function',
    );
    expect(broken(() => plugin.check('x', process))).to.equal(
      'check("x", process HELLO) threw TypeError: x is not a function',
    );
  });

  it('tells of thrown values that are no errors', () => {
    expect(pluginBroken('nf-x', 'it threw', 'no licence').message).to.contain(
      'it threw the value no licence.',
    );
    expect(pluginBroken('nf-x', 'it threw', Object.create(null)).message).to.contain(
      'it threw the value an object without text.',
    );
    expect(pluginBroken('nf-x', 'it threw', new RangeError()).message).to.contain('it threw RangeError.');
  });

  for (const [answer, said] of [
    [undefined, 'nothing instead of a list of problems'],
    [Promise.resolve([]), 'a promise instead of a list of problems'],
    [
      [{ path: 'a', message: 'b' }, { path: 'a' }],
      'a list whose member 2 is no problem with path and message',
    ],
    ['no', '"no" instead of a list of problems'],
  ] as const) {
    it(`refuses that check answers ${said}`, () => {
      expect(broken(() => guarded({ check: () => answer }).check('x', process))).to.contain(
        `returned ${said}`,
      );
    });
  }

  const incomplete = { ...capabilities, secretNative: undefined };
  for (const [answer, said] of [
    [undefined, 'nothing instead of an executor'],
    [Promise.resolve(executor), 'a promise instead of an executor'],
    [{ ...executor, name: 'y' }, 'an executor with the name "y"'],
    [{ ...executor, capabilities: undefined }, 'nothing instead of capabilities'],
    [{ ...executor, capabilities: incomplete }, 'nothing for the capability secretNative, not true or false'],
    [
      { ...executor, capabilities: { ...capabilities, fusion: 'yes', adoption: [] } },
      '"yes" for the capability fusion, not true or false, a list for the capability adoption, not true or false',
    ],
    [{ ...executor, start: 1, shutdown: undefined }, 'an executor without start(), shutdown()'],
  ] as const) {
    it(`refuses that createExecutor answers ${said}`, () => {
      const plugin = guarded({ createExecutor: () => answer });
      expect(broken(() => plugin.createExecutor('x', session()))).to.equal(
        `createExecutor("x") returned ${said}`,
      );
    });
  }
});

describe('a guarded executor', () => {
  it('hands every call on, and gives one monitor', async () => {
    const calls: string[] = [];
    const note = (name: string, answer?: unknown) => () => {
      calls.push(name);
      return answer;
    };
    const inner = {
      start: note('monitor.start'),
      schedule: note('schedule'),
      evict: note('evict', true),
      signal: note('signal'),
      shutdown: note('monitor.shutdown', Promise.resolve('report')),
    };
    const guard = guardedExecutor({
      start: note('start', Promise.resolve()),
      createTaskHandler: note('createTaskHandler', handler),
      createTaskMonitor: note('createTaskMonitor', inner),
      shutdown: note('shutdown', Promise.resolve('report')),
    });
    await guard.start([]);
    expect(guard.createTaskHandler(run)).to.equal(handler);
    const made = guard.createTaskMonitor();
    expect(guard.createTaskMonitor()).to.equal(made);
    made.start();
    made.schedule({} as never);
    expect(made.evict({} as never)).to.equal(true);
    made.signal();
    expect([await made.shutdown(), await guard.shutdown()]).to.deep.equal(['report', 'report']);
    expect(calls).to.deep.equal([
      'start',
      'createTaskHandler',
      'createTaskMonitor',
      'monitor.start',
      'schedule',
      'evict',
      'signal',
      'monitor.shutdown',
      'shutdown',
    ]);
  });

  it('tells what its functions throw', async () => {
    const guard = guardedExecutor({ start: fault, createTaskHandler: fault, createTaskMonitor: fault });
    const error = await refusalOf(guard.start([]));
    expect(error.code).to.equal('PLUGIN_BROKEN');
    expect(error.message).to.contain('start() of executor "x" threw TypeError: x is not a function');
    expect(error.cause).to.be.instanceOf(TypeError);
    expect(broken(() => guard.createTaskHandler({ name: 'A (1)' } as never))).to.equal(
      'createTaskHandler(A (1)) of executor "x" threw TypeError: x is not a function',
    );
    expect(broken(() => guard.createTaskMonitor())).to.contain('createTaskMonitor() of executor "x" threw');
  });

  it('tells what its monitor throws', () => {
    const guard = guardedExecutor({ createTaskMonitor: () => ({ ...monitor, schedule: fault }) });
    expect(broken(() => guard.createTaskMonitor().schedule({} as never))).to.contain(
      'schedule() of the monitor of executor "x" threw TypeError',
    );
  });

  it('refuses a monitor that is none', () => {
    const without = guardedExecutor({ createTaskMonitor: () => undefined });
    expect(broken(() => without.createTaskMonitor())).to.contain('returned nothing instead of a monitor');
    const half = guardedExecutor({ createTaskMonitor: () => ({ start: fault }) });
    expect(broken(() => half.createTaskMonitor())).to.contain(
      'returned a monitor without schedule(), evict(), signal(), shutdown()',
    );
  });

  for (const [answer, said] of [
    [undefined, 'nothing instead of a handler'],
    ['handler', '"handler" instead of a handler'],
    [Promise.resolve(handler), 'a promise instead of a handler'],
    [{ ...handler, task: { ...run, hash: 'cd34' } }, 'a handler whose task is not the one given'],
    [{ ...handler, task: undefined }, 'a handler whose task is not the one given'],
    [{ ...handler, status: 'RUNNING' }, 'a handler with the status "RUNNING", not "NEW"'],
    [{ ...handler, status: undefined }, 'a handler with the status nothing, not "NEW"'],
    [{ ...handler, kill: undefined, trace: 1 }, 'a handler without kill(), trace()'],
  ] as const) {
    it(`refuses that createTaskHandler answers ${said}`, () => {
      const guard = guardedExecutor({ createTaskHandler: () => answer });
      expect(broken(() => guard.createTaskHandler(run))).to.equal(
        `createTaskHandler(A (1)) of executor "x" returned ${said}`,
      );
    });
  }

  it('takes a handler whose functions are inherited and whose task the executor has changed', () => {
    const changed = Object.assign(Object.create(handler) as object, { task: { ...run, launch: {} } });
    const guard = guardedExecutor({ createTaskHandler: () => changed });
    expect(guard.createTaskHandler(run)).to.equal(changed);
  });

  it('rejects, and does not throw, where the shutdown throws', async () => {
    const error: unknown = await guardedExecutor({ shutdown: fault })
      .shutdown()
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(TypeError);
  });
});
