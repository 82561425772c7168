import { expect } from 'chai';
import { CallFaults } from '../../../local/faults/call-faults.js';
import { throttleDisguises, type CallEffect } from '../../../local/faults/call-rule.js';
import type { CallMark } from '../../../local/http/call-fault.js';

const call = (operation = 'RunTask', service = 'ecs', region = 'us-east-1'): CallMark => ({
  service,
  operation,
  region,
});

describe(CallFaults.name, () => {
  let now: number;
  let faults: CallFaults;

  beforeEach(() => {
    now = 0;
    faults = new CallFaults(() => now);
  });

  const refusal = (effect: CallEffect, service: string): string => {
    const own = new CallFaults(() => 0);
    own.add({ effect }, 's');
    const strike = own.strike(call('RunTask', service))?.strike;
    if (strike?.kind !== 'refuse') throw new Error(`struck by ${String(strike?.kind)}`);
    return `${strike.error.status} ${strike.error.code}: ${strike.error.message}`;
  };

  it('leaves calls alone where there is no rule', () => {
    expect(faults.watches('ecs')).to.equal(false);
    expect(faults.strike(call())).to.equal(undefined);
  });

  it('chooses calls by service, operation and region, with wildcards', () => {
    faults.add({ service: 'e*', operation: 'Describe*', region: 'eu-*', effect: { kind: 'reset' } }, 's');
    expect(faults.strike(call('DescribeTasks', 'ecs', 'eu-west-1'))?.strike).to.deep.equal({ kind: 'reset' });
    for (const other of [
      call('DescribeTasks', 'logs', 'eu-west-1'),
      call('RunTask', 'ecs', 'eu-west-1'),
      call('DescribeTasks', 'ecs', 'us-east-1'),
    ]) {
      expect(faults.strike(other)).to.equal(undefined);
    }
    expect(faults.list()[0]).to.include({ id: 'calls-1', met: 1, struck: 1 });
  });

  it('watches a service while a rule of it can still strike', () => {
    faults.add({ service: 'ecs', times: 1, from: 10, effect: { kind: 'reset' } }, 's');
    expect(faults.watches('ecs')).to.equal(false);
    now = 10;
    expect(faults.watches('ecs')).to.equal(true);
    expect(faults.watches('s3')).to.equal(false);
    faults.strike(call());
    expect(faults.watches('ecs')).to.equal(false);
  });

  it('adds delays up and lets the first other effect be had', () => {
    faults.add({ effect: { kind: 'latency', ms: 100 } }, 's');
    faults.add({ effect: { kind: 'lost-answer' }, times: 1 }, 's');
    faults.add({ effect: { kind: 'latency', ms: 5, holds: 'request' } }, 's');
    faults.add({ effect: { kind: 'reset' }, times: 1 }, 's');
    expect(faults.strike(call())).to.deep.equal({
      rules: ['calls-1', 'calls-2', 'calls-3'],
      holdRequest: 5,
      holdAnswer: 100,
      strike: { kind: 'lose-answer' },
    });
    // The reset kept its one strike for a call that nothing else befell.
    expect(faults.strike(call())?.strike).to.deep.equal({ kind: 'reset' });
  });

  it('draws a latency within its range, and each rule from numbers of its own', () => {
    const delays = (others: boolean): readonly (number | undefined)[] => {
      const own = new CallFaults(() => 0);
      own.add({ operation: 'RunTask', effect: { kind: 'latency', ms: [10, 12] } }, 's');
      if (others)
        own.add({ operation: 'StopTask', probability: 0.5, effect: { kind: 'latency', ms: [1, 9] } }, 's');
      return Array.from({ length: 50 }, () => {
        if (others) own.strike(call('StopTask'));
        return own.strike(call())?.holdAnswer;
      });
    };
    expect(new Set(delays(false))).to.deep.equal(new Set([10, 11, 12]));
    expect(delays(true)).to.deep.equal(delays(false));
  });

  it('takes rules out by their id, or all, and then begins with the first number', () => {
    faults.add({ effect: { kind: 'reset' } }, 's');
    faults.add({ effect: { kind: 'lost-answer' } }, 's');
    expect(faults.remove('calls-1')).to.equal(true);
    expect(faults.remove('calls-1')).to.equal(false);
    expect(faults.strike(call())?.rules).to.deep.equal(['calls-2']);
    expect(faults.clear()).to.equal(1);
    expect(faults.add({ effect: { kind: 'reset' } }, 's')).to.equal('calls-1');
  });

  it('holds a thousand rules and no more', () => {
    for (let index = 0; index < 1000; index++) faults.add({ effect: { kind: 'reset' } }, 's');
    expect(() => faults.add({ effect: { kind: 'reset' } }, 's')).to.throw(RangeError, /clear some/);
  });

  describe('errors', () => {
    for (const [service, expected] of [
      ['ecs', '400 ThrottlingException: Rate exceeded'],
      ['logs', '400 ThrottlingException: Rate exceeded'],
      ['ec2', '503 RequestLimitExceeded: Request limit exceeded.'],
      ['s3', '503 SlowDown: Please reduce your request rate.'],
      ['wave', '429 TooManyRequests: Too many requests'],
    ] as const) {
      it(`throttles ${service} as ${expected} [THR-3]`, () => {
        expect(refusal({ kind: 'throttle' }, service)).to.equal(expected);
      });
    }

    it('throttles in every disguise, under its own code', () => {
      const codes = throttleDisguises.map((as) => refusal({ kind: 'throttle', as }, 'ecs').split(':')[0]);
      expect(codes).to.deep.equal([
        '400 ThrottlingException',
        '429 TooManyRequestsException',
        '503 SlowDown',
        '503 ServiceUnavailable',
        '503 RequestLimitExceeded',
        '400 InvalidParameterException',
        '400 ClientException',
      ]);
      expect(refusal({ kind: 'throttle', as: 'ClientException' }, 'ecs')).to.contain(
        'Too many concurrent attempts',
      );
      expect(refusal({ kind: 'throttle', as: 'InvalidParameterException' }, 'ecs')).to.contain(
        'Rate exceeded',
      );
      expect(refusal({ kind: 'throttle', message: 'slow' }, 'ecs')).to.equal('400 ThrottlingException: slow');
    });

    for (const [kind, service, expected] of [
      ['server-error', 'ecs', '500 ServerException'],
      ['server-error', 'logs', '500 ServiceUnavailableException'],
      ['server-error', 's3', '500 InternalError'],
      ['server-error', 'ec2', '500 InternalError'],
      ['expired-credentials', 'ecs', '400 ExpiredTokenException'],
      ['expired-credentials', 's3', '400 ExpiredToken'],
      ['expired-credentials', 'ec2', '400 RequestExpired'],
      ['access-denied', 'ecs', '400 AccessDeniedException'],
      ['access-denied', 's3', '403 AccessDenied'],
      ['access-denied', 'ec2', '403 UnauthorizedOperation'],
    ] as const) {
      it(`gives ${kind} of ${service} as ${expected}`, () => {
        expect(refusal({ kind }, service).split(':')[0]).to.equal(expected);
      });
    }

    it('names the denied action', () => {
      expect(refusal({ kind: 'access-denied' }, 'ecs')).to.contain('not authorized to perform: ecs:RunTask');
    });

    it('gives any other error as it is said', () => {
      const effect = { kind: 'error', status: 418, code: 'Teapot', message: 'short' } as const;
      expect(refusal(effect, 'ecs')).to.equal('418 Teapot: short');
    });
  });

  for (const [effect, strike] of [
    [{ kind: 'cut-answer' }, { kind: 'cut-answer' }],
    [{ kind: 'garbled-answer' }, { kind: 'garble-answer', how: 'garbage' }],
    [
      { kind: 'garbled-answer', how: 'truncated' },
      { kind: 'garble-answer', how: 'truncated' },
    ],
    [{ kind: 'wrong-content-type' }, { kind: 'content-type', type: 'text/html' }],
    [
      { kind: 'wrong-content-type', type: 'a/b' },
      { kind: 'content-type', type: 'a/b' },
    ],
    [
      { kind: 'slow-body', ms: 9 },
      { kind: 'slow-body', ms: 9 },
    ],
  ] as const) {
    it(`strikes ${JSON.stringify(effect)}`, () => {
      faults.add({ effect }, 's');
      expect(faults.strike(call())?.strike).to.deep.equal(strike);
    });
  }
});
