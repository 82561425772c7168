import { expect } from 'chai';
import { parseSetting, parseSettingValue } from '../../../cli/arguments/setting-value.js';

describe(parseSettingValue.name, () => {
  const cases: [text: string, value: string | number | boolean][] = [
    ['true', true],
    ['false', false],
    ['5', 5],
    ['-1', -1],
    ['2.5', 2.5],
    ['4 GB', '4 GB'],
    ['007', '007'],
    ['1e3', '1e3'],
    ['12345678901234567890', '12345678901234567890'],
    ['True', 'True'],
    ['', ''],
  ];
  for (const [text, value] of cases) {
    it(`reads '${text}' as a ${typeof value}`, () => expect(parseSettingValue(text)).to.equal(value));
  }
});

describe(parseSetting.name, () => {
  it('ends the path at the first equals sign', () => {
    expect(parseSetting('process.containerOptions=--env A=b')).to.deep.equal({
      path: 'process.containerOptions',
      value: '--env A=b',
    });
  });
});
