import { expect } from 'chai';
import { processContext } from '../../../cli/context/process-context.js';

describe(processContext.name, () => {
  it('listens to a signal of the process until told otherwise', () => {
    let signals = 0;
    const before = process.listenerCount('SIGHUP');
    const remove = processContext().onSignal('SIGHUP', () => signals++);
    process.emit('SIGHUP');
    remove();
    expect(process.listenerCount('SIGHUP')).to.equal(before);
    expect(signals).to.equal(1);
  });

  it('runs a timer once, unless cancelled', async () => {
    const { clock } = processContext();
    let runs = 0;
    clock.after(0, () => runs++).cancel();
    await new Promise<void>((resolve) => void clock.after(1, resolve));
    expect(runs).to.equal(0);
  });

  it('listens to exceptions that nobody handles until told otherwise', () => {
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const caught: unknown[] = [];
      const remove = processContext().onStray((error) => caught.push(error));
      const error = new Error('stray');
      (process as NodeJS.EventEmitter).emit('uncaughtException', error, 'uncaughtException');
      remove();
      expect(process.listenerCount('uncaughtException')).to.equal(0);
      expect(caught).to.deep.equal([error]);
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});
