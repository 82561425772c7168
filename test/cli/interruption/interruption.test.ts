import { expect } from 'chai';
import { Interruption } from '../../../cli/interruption/interruption.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';

interface Fixture {
  readonly context: FakeContext;
  readonly interruption: Interruption;
  readonly events: string[];
}

function listen(leave: () => Promise<void> | void = () => undefined): Fixture {
  const context = new FakeContext();
  const events: string[] = [];
  const interruption = new Interruption(context, {
    begin: (signal) => void events.push(signal),
    leave: () => {
      events.push('leave');
      return leave();
    },
  });
  interruption.listen();
  return { context, interruption, events };
}

describe(Interruption.name, () => {
  for (const [signal, code] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`turns ${signal} into an orderly end with exit code ${code}`, () => {
      const { context, interruption, events } = listen();
      expect(interruption.exitCode()).to.equal(undefined);
      context.signal(signal);
      expect(events).to.deep.equal([signal]);
      expect(interruption.exitCode()).to.equal(code);
      expect(context.exits).to.deep.equal([]);
    });
  }

  it('leaves at once on a second Ctrl-C, with 130 whatever came first', async () => {
    const { context, events } = listen();
    context.signal('SIGTERM');
    await context.clock.advance(1000);
    context.signal('SIGINT');
    context.signal('SIGINT');
    await settle();
    expect(events).to.deep.equal(['SIGTERM', 'leave']);
    expect(context.exits).to.deep.equal([130]);
  });

  it('takes the echo of one Ctrl-C, passed on by a parent such as npm, for the same one', async () => {
    const { context, events } = listen();
    context.signal('SIGINT');
    await context.clock.advance(200);
    context.signal('SIGINT');
    await settle();
    expect(events).to.deep.equal(['SIGINT']);
    expect(context.exits).to.deep.equal([]);
  });

  it('does not take a repeated SIGTERM or SIGHUP for impatience', async () => {
    const { context, events } = listen();
    context.signal('SIGTERM');
    await context.clock.advance(1000);
    context.signal('SIGTERM');
    context.signal('SIGHUP');
    await settle();
    expect(events).to.deep.equal(['SIGTERM']);
    expect(context.exits).to.deep.equal([]);
  });

  it('leaves also when saying goodbye fails', async () => {
    const { context } = listen(() => Promise.reject(new Error('no')));
    context.signal('SIGINT');
    await context.clock.advance(1000);
    context.signal('SIGINT');
    await settle();
    expect(context.exits).to.deep.equal([130]);
  });

  it('takes its handlers away when released', () => {
    const { context, interruption, events } = listen();
    expect(context.listeners).to.equal(3);
    interruption.release();
    context.signal('SIGINT');
    expect(context.listeners).to.equal(0);
    expect(events).to.deep.equal([]);
  });
});
