import { expect } from 'chai';
import { flag } from '../../../src/config/option-types.js';
import { optional, required } from '../../../src/config/option.js';

const declaration = { help: 'Help.', example: "'x'" };

describe(optional.name, () => {
  it('keeps the fallback and is not required', () => {
    expect(optional(flag(), true, declaration)).to.include({
      required: false,
      fallback: true,
      ...declaration,
    });
  });
});

describe(required.name, () => {
  it('is required and has no fallback', () => {
    expect(required(flag(), declaration)).to.include({ required: true, fallback: undefined });
  });
});
