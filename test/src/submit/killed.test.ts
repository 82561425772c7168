import { expect } from 'chai';
import { ShutdownError } from '../../../spi/index.js';
import { killedBeforeSubmission } from '../../../src/submit/killed.js';

describe(killedBeforeSubmission.name, () => {
  it('is what the monitor reads as killed', () => {
    expect(killedBeforeSubmission()).to.be.instanceOf(ShutdownError).and.include({
      code: 'SHUT_DOWN',
      recoverable: false,
    });
  });
});
