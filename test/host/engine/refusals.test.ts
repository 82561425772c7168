import { expect } from 'chai';
import { aRun, aSession } from '../../../host/engine/asker.js';
import { Refusals } from '../../../host/engine/refusals.js';
import { ConfigError, PreconditionError } from '../../../spi/index.js';

function gathered(refusals: Refusals): unknown {
  try {
    refusals.throwIfAny();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe(Refusals.name, () => {
  const one = new PreconditionError('No Wave.', {
    code: 'WAVE_REQUIRED',
    problems: [{ path: 'wave.enabled', message: 'must be true' }],
  });

  it('throws nothing where nothing was refused', () => {
    expect(gathered(new Refusals(aRun))).to.equal(undefined);
  });

  it('throws a single refusal as it is', () => {
    const refusals = new Refusals(aRun);
    refusals.add(one);
    expect(gathered(refusals)).to.equal(one);
  });

  it('throws one error with the problems of all, those without a list included', () => {
    const refusals = new Refusals(aRun);
    refusals.add(one);
    refusals.add(new ConfigError('The executor is broken.', { code: 'X' }));
    const error = gathered(refusals) as ConfigError;
    expect(error.code).to.equal('CONFIG_INVALID');
    expect(error.problems.map(({ path }) => path)).to.deep.equal(['wave.enabled', 'the run']);
    expect(error.message).to.contain('2 things').and.to.contain('The executor is broken.');
  });

  it('throws the first as it is where others only say it again', () => {
    const refusals = new Refusals(aRun);
    refusals.add(one);
    refusals.add(new PreconditionError('Still no Wave.', { code: 'W', problems: one.problems }));
    expect(gathered(refusals)).to.equal(one);
  });

  it('keeps the code that all problems have', () => {
    const refusals = new Refusals(aRun);
    for (const name of ['nf-a', 'nf-b'])
      refusals.add(new ConfigError(`Cannot find plugin ${name}.`, { code: 'PLUGIN_NOT_FOUND' }));
    expect((gathered(refusals) as ConfigError).code).to.equal('PLUGIN_NOT_FOUND');
  });

  it('names who asked', () => {
    const refusals = new Refusals(aSession);
    refusals.add(one);
    refusals.add(new ConfigError('The executor is broken.', { code: 'X' }));
    const { message } = gathered(refusals) as ConfigError;
    expect(message).to.contain('The session cannot start').and.contain('  - the session: The executor');
  });

  it('keeps a refusal and goes on, and lets a defect through', () => {
    const refusals = new Refusals(aRun);
    expect(refusals.collect(() => 7)).to.equal(7);
    const kept: unknown = refusals.collect((): number => {
      throw one;
    });
    expect(kept).to.equal(undefined);
    expect(() =>
      refusals.collect(() => {
        throw new TypeError('a defect');
      }),
    ).to.throw(TypeError);
    expect(gathered(refusals)).to.equal(one);
  });
});
