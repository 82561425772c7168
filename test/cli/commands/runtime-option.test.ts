import { expect } from 'chai';
import { checkRuntime, runtimeNames } from '../../../cli/commands/runtime-option.js';
import { runtimeChoices } from '../../../local/index.js';

describe(checkRuntime.name, () => {
  it('takes what the local cloud takes, and names it', () => {
    expect(runtimeNames).to.deep.equal(runtimeChoices);
    for (const name of runtimeChoices) expect(checkRuntime(name)).to.equal(undefined);
    expect(checkRuntime('docker')).to.equal(`must be one of ${runtimeChoices.join(', ')}`);
  });
});
