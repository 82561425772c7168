import { expect } from 'chai';
import * as fc from 'fast-check';
import { knownSettings, type KnownSetting } from '../../host/config/known-settings.js';
import { checkSettingValue, takenBy } from '../../host/config/setting-values.js';
import { isRead } from '../../host/config/reading.js';
import { parseDuration } from '../../host/config/units.js';
import type { ConfigValue } from '../../spi/index.js';
import type { Option } from '../../src/config/option.js';
import { sessionOptions } from '../../src/config/session-options.js';
import { parseTimeSpan } from '../../src/config/time-span.js';

const ours = new Map(Object.entries<Option<unknown>>(sessionOptions));
const shared = (knownSettings as readonly KnownSetting[]).flatMap((setting) => {
  const option = ours.get(setting.path);
  return option === undefined ? [] : [{ setting, option }];
});

/** Values around the borders of every type, and anything else. */
const value: fc.Arbitrary<ConfigValue> = fc.oneof(
  fc.constantFrom<ConfigValue[]>(
    ...[
      '',
      ' ',
      'us-east-1',
      'US-EAST-1',
      '-a',
      'a--b',
      'x'.repeat(63),
      'x'.repeat(64),
      'http://a',
      'http://a:b@c',
      'http://[::1]:1/',
      'https:/a',
    ],
    ...[
      '5 sec',
      '0 ms',
      '1d',
      '1 day 1 ms',
      '1.5h',
      '0.5ms',
      'http://a:99999',
      'http://1.2.3.999',
      'http://é',
    ],
    ...[
      '50/2min',
      '10 sec',
      '10',
      '0/1s',
      '10/0s',
      '1/1h 30m',
      '100 / 5 min',
      '7/ms',
      '1.5 sec',
      '5/min ',
      '10 /30',
    ],
    ...[0, -0, 1, -1, 1.5, 86_400_000, 86_400_001, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.NaN, Infinity],
    ...[true, false, [], ['a'], {}, { a: 1 }],
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc.double(),
  fc.integer(),
);

describe('the settings that engine and executor share', () => {
  it('are all that the executor reads outside its scope', () => {
    expect(shared.map(({ setting }) => setting.path).sort()).to.deep.equal([...ours.keys()].sort());
  });

  it('are marked by the engine as read by executors', () => {
    const marked = (knownSettings as readonly KnownSetting[]).filter(({ readBy }) => readBy !== 'engine');
    const own = marked.filter(({ path }) => !path.startsWith('executor.$executor.'));
    expect(own.map(({ path }) => path).sort()).to.deep.equal([...ours.keys()].sort());
  });

  for (const { setting, option } of shared) {
    it(`${setting.path}: same type, words, range, example, secrecy and default`, () => {
      expect(option).to.include({
        kind: setting.type,
        expected: takenBy(setting),
        example: setting.example,
      });
      expect(option.secret).to.equal(setting.secret);
      expect(option.range).to.deep.equal(setting.range);
      // What only executors decide, the engine leaves to each of them.
      if (setting.unset !== "the executor's own") {
        expect({ fallback: option.fallback, unset: option.unset }).to.deep.equal({
          fallback: setting.fallback,
          unset: setting.unset,
        });
      }
    });

    it(`${setting.path}: both take the same values`, () => {
      fc.assert(
        fc.property(value, (raw) => {
          const engine = checkSettingValue(setting, raw) === undefined;
          const reading = parseDuration(raw);
          const handedOver = setting.type === 'duration' && isRead(reading) ? reading.value : raw;
          expect(option.read(handedOver) !== undefined).to.equal(engine);
        }),
        { numRuns: 500 },
      );
    });
  }

  it('are spans of time that both read alike, where only the executor knows a setting', () => {
    const part = fc
      .tuple(
        fc.nat(9_999),
        fc.option(fc.nat(999), { nil: undefined }),
        fc.constantFrom('ms', 'millis', 's', 'sec', 'm', 'minutes', 'h', 'hour', 'd', 'days'),
        fc.constantFrom('', ' '),
      )
      .map(
        ([whole, tenths, unit, gap]) => `${whole}${tenths === undefined ? '' : `.${tenths}`}${gap}${unit}`,
      );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join(' ');
        const engine = parseDuration(text);
        expect(isRead(engine) && engine.value, text).to.equal(parseTimeSpan(text));
      }),
    );
  });

  it('are the same for one executor as for all', () => {
    const known = new Map(
      (knownSettings as readonly KnownSetting[]).map((setting) => [setting.path, setting]),
    );
    for (const name of ['queueSize', 'pollInterval', 'submitRateLimit']) {
      const { type, range, form, example } = known.get(`executor.${name}`)!;
      const all = { type, example, ...(range && { range }), ...(form && { form }) };
      expect(known.get(`executor.$executor.${name}`)).to.deep.include(all);
    }
  });
});
