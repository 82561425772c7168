import { expect } from 'chai';
import { toConfigMap } from '../../../host/config/settings-freezer.js';
import {
  emptyScope,
  mergeInto,
  nodeOf,
  setAt,
  type SettingScope,
} from '../../../host/config/settings-tree.js';
import type { LiteralValue } from '../../../host/lang/literal-evaluator.js';

function scopeOf(value: { readonly [name: string]: LiteralValue }, origin: string): SettingScope {
  const node = nodeOf(value, origin);
  if (node.kind !== 'scope') throw new Error('no scope');
  return node;
}

describe(mergeInto.name, () => {
  it('lets later values win and merges scopes and maps', () => {
    const target = scopeOf({ a: 1, b: { c: 1, d: 2 } }, 'first');
    expect(mergeInto(target, scopeOf({ a: 2, b: { d: 3 }, e: [1] }, 'second'))).to.deep.equal([]);
    expect(toConfigMap(target)).to.deep.equal({ a: 2, b: { c: 1, d: 3 }, e: [1] });
  });

  it('lets null take back a scope, and a scope a null', () => {
    const target = scopeOf({ a: { b: 1 }, c: null }, 'first');
    expect(mergeInto(target, scopeOf({ a: null, c: { d: 1 } }, 'second'))).to.deep.equal([]);
    expect(toConfigMap(target)).to.deep.equal({ a: null, c: { d: 1 } });
  });

  it('changes nothing where a scope and a single value meet, and tells both places', () => {
    const target = scopeOf({ a: { b: { c: 1 } }, d: 1 }, 'first');
    const conflicts = mergeInto(target, scopeOf({ a: { b: 2 }, d: { e: 1 }, f: 3 }, 'second'));
    const places = conflicts.map(({ path, earlier, later }) => `${path}: ${earlier.origin}, ${later.origin}`);
    expect(places).to.deep.equal(['a.b: first, second', 'd: first, second']);
    expect(toConfigMap(target)).to.deep.equal({ a: { b: { c: 1 } }, d: 1, f: 3 });
  });
});

describe(setAt.name, () => {
  it('makes the scopes on the way', () => {
    const root = emptyScope('test');
    setAt(root, ['a', '$b', 'c'], nodeOf(1, 'line'));
    expect(toConfigMap(root)).to.deep.equal({ a: { $b: { c: 1 } } });
  });

  it('takes __proto__ as a name like any other', () => {
    const root = emptyScope('test');
    setAt(root, ['__proto__', 'polluted'], nodeOf(true, 'line'));
    expect(Object.keys(toConfigMap(root))).to.deep.equal(['__proto__']);
    expect({}).not.to.have.property('polluted');
  });
});

describe(toConfigMap.name, () => {
  it('freezes everything', () => {
    const map = toConfigMap(scopeOf({ a: { b: [[1]] } }, 'x')) as { a: { b: number[][] } };
    expect([map, map.a, map.a.b, map.a.b[0]].every((value) => Object.isFrozen(value))).to.equal(true);
  });
});
