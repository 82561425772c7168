import { expect } from 'chai';
import { toConfigMap } from '../../../host/config/settings-freezer.js';
import { mergeConfigs } from '../../../host/session/session-config.js';

describe(mergeConfigs.name, () => {
  const merged = (...configs: object[]): object => {
    const { root, problems } = mergeConfigs(configs as never);
    expect(problems).to.deep.equal([]);
    return toConfigMap(root);
  };

  it('adds scopes up and lets later values win', () => {
    const first = { aws: { region: 'a', ecs: { cluster: 'c' } }, workDir: 'w' };
    expect(merged(first, { aws: { region: 'b', ecs: { endpoint: 'e' } } })).to.deep.equal({
      aws: { region: 'b', ecs: { cluster: 'c', endpoint: 'e' } },
      workDir: 'w',
    });
  });

  it('takes one configuration that is no list', () => {
    expect(toConfigMap(mergeConfigs({ workDir: 'w' }).root)).to.deep.equal({ workDir: 'w' });
  });

  it('keeps lists, and leaves out what is undefined', () => {
    expect(merged({ acme: { list: ['a', { b: 1 }], unset: undefined } })).to.deep.equal({
      acme: { list: ['a', { b: 1 }] },
    });
  });

  it('names values that are none, and where they stand, without showing them', () => {
    const { problems } = mergeConfigs([
      {},
      { aws: { secretKey: () => 'secret', region: new URL('http://a') } },
    ] as never);
    expect(problems.map(({ path, message }) => `${path} ${message}`)).to.deep.equal([
      'aws.secretKey must be a string, number, true, false, null, list or plain object, and is a function (set at config[1])',
      'aws.region must be a string, number, true, false, null, list or plain object, and is an object that is, or ' +
        'holds, something else (set at config[1])',
    ]);
  });

  it('names what contains itself or has no end, and takes one value in two places', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const list: unknown[] = [];
    list.push({ list });
    const deep = Array.from({ length: 5000 }).reduce<object>((inner) => ({ inner }), {});
    const { problems } = mergeConfigs({ acme: { circle, list, deep } } as never);
    const found = problems.map(({ path, message }) => [path.slice(0, 22), message]);
    expect(found).to.deep.equal([
      ['acme.circle.self', 'contains itself, which no value may (set at config)'],
      ['acme.list', 'contains itself, which no value may (set at config)'],
      [
        'acme.deep.inner.inner.',
        'has more than 100 levels of lists and objects, more than are taken (set at config)',
      ],
    ]);
    const shared = { a: 1 };
    expect(merged({ acme: { one: shared, two: shared, many: [shared, shared] } })).to.deep.equal({
      acme: { one: shared, two: shared, many: [shared, shared] },
    });
  });

  it('says where a scope and a value claim one name', () => {
    const { problems } = mergeConfigs([{ aws: 'x' }, { aws: { region: 'y' } }]);
    expect(problems[0]?.message).to.equal('is a scope at config[1] and a single value at config[0]');
  });
});
