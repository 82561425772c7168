import { expect } from 'chai';
import { RequestError, ShutdownError, SubmitError } from '../../spi/index.js';
import { messageOf, submitFailure, unseenEnd, withdrawn } from '../../spi/submit-outcome.js';

describe(submitFailure.name, () => {
  const cases = [
    {
      name: 'an error that may pass counts against the user’s retries',
      error: new SubmitError('no room', { code: 'NO_CAPACITY', recoverable: true }),
      expected: {
        kind: 'not-submitted',
        reason: 'no room',
        retry: { class: 'counted' },
        evidence: { code: 'NO_CAPACITY' },
      },
    },
    {
      name: 'an error that cannot pass is not tried again',
      error: new RequestError('no disk', { code: 'DIRECTIVE_UNSUPPORTED' }),
      expected: {
        kind: 'not-submitted',
        reason: 'no disk',
        retry: { class: 'never' },
        evidence: { code: 'DIRECTIVE_UNSUPPORTED' },
      },
    },
    {
      name: 'a task killed before its submit is killed, not failed',
      error: new ShutdownError('gone', { code: 'SHUT_DOWN' }),
      expected: {
        kind: 'killed',
        reason: 'gone',
        retry: { class: 'never' },
        evidence: { code: 'SHUT_DOWN' },
      },
    },
    {
      name: 'so is one that only its code calls killed: another copy of the SPI has another class',
      error: new SubmitError('gone', { code: 'SHUT_DOWN' }),
      expected: {
        kind: 'killed',
        reason: 'gone',
        retry: { class: 'never' },
        evidence: { code: 'SHUT_DOWN' },
      },
    },
    {
      name: 'a submit that nobody can tell of is lost and not tried again: it could run twice',
      error: new SubmitError('no answer', { code: 'SUBMIT_UNCERTAIN', recoverable: true, uncertain: true }),
      expected: {
        kind: 'lost',
        reason: 'no answer',
        retry: { class: 'never' },
        evidence: { code: 'SUBMIT_UNCERTAIN' },
      },
    },
    {
      name: 'a stranger’s error counts, since nobody understood it',
      error: new TypeError('x is not a function'),
      expected: {
        kind: 'not-submitted',
        reason: 'x is not a function',
        retry: { class: 'counted' },
        evidence: {},
      },
    },
    {
      name: 'a thrown text is its own reason',
      error: 'plain text',
      expected: { kind: 'not-submitted', reason: 'plain text', retry: { class: 'counted' }, evidence: {} },
    },
  ];
  for (const { name, error, expected } of cases) {
    it(name, () => expect(submitFailure(error)).to.deep.equal(expected));
  }
});

describe(messageOf.name, () => {
  it('is the message of an error and the text of anything else', () => {
    expect(messageOf(new Error('one'))).to.equal('one');
    expect(messageOf('text')).to.equal('text');
    expect(messageOf(undefined)).to.equal('undefined');
  });
});

describe(unseenEnd.name, () => {
  it('is never success and never tried again', () => {
    expect(unseenEnd('The run ended first')).to.deep.include({ kind: 'lost', retry: { class: 'never' } });
    expect(withdrawn).to.deep.include({ kind: 'killed', retry: { class: 'never' } });
  });
});
