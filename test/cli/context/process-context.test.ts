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
});
