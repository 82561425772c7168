import { expect } from 'chai';
import * as fc from 'fast-check';
import { globsOverlap, isExact, typeConstraint, typesConstraint } from '../../../src/placement/type-glob.js';

describe(globsOverlap.name, () => {
  const cases: readonly [one: string, other: string, overlap: boolean][] = [
    ['r6i.2xlarge', 'r6i.2xlarge', true],
    ['r6i.2xlarge', 'r6i.xlarge', false],
    ['r6i.2xlarge', 'r6i.*', true],
    ['gr6.4xlarge', 'r6.*', false],
    ['g5g.xlarge', 'g5.*', false],
    ['g5g.xlarge', 'g5*', true],
    ['m5.large', '*', true],
    ['', '*', true],
    ['', 'a', false],
    ['a', '', false],
    ['m*.*', '*.large', true],
    ['c*.large', '*.xlarge', false],
    ['c5*', 'c5', true],
    ['*5.large', 'm*', true],
    ['*a*', '*b*', true],
    ['a*b', 'a*c', false],
  ];
  for (const [one, other, overlap] of cases) {
    it(`finds ${overlap ? 'something' : 'nothing'} that both '${one}' and '${other}' name`, () => {
      expect(globsOverlap(one, other)).to.equal(overlap);
      expect(globsOverlap(other, one)).to.equal(overlap);
    });
  }

  it('agrees with regular expressions on whether a glob names a text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(text, glob, (name, pattern) => {
        const regexp = new RegExp(`^${pattern.replaceAll('.', '[.]').replaceAll('*', '.*')}$`);
        expect(globsOverlap(name, pattern)).to.equal(regexp.test(name));
      }),
    );
  });

  it('takes no time over patterns made to take long', () => {
    expect(globsOverlap('*a'.repeat(200), '*b'.repeat(200))).to.equal(false);
  });
});

describe(typeConstraint.name, () => {
  it('compares a name, and escapes a glob as a pattern for the whole name (DG cluster-query-language)', () => {
    expect(typeConstraint(['r6i.2xlarge'])).to.deep.equal({
      type: 'memberOf',
      expression: 'attribute:ecs.instance-type == r6i.2xlarge',
    });
    expect(typeConstraint(['p6-b200.*']).expression).to.equal('attribute:ecs.instance-type =~ p6-b200[.].*');
  });

  it('joins several by or', () => {
    expect(typeConstraint(['g6.*', 'gr6.xlarge']).expression).to.equal(
      'attribute:ecs.instance-type =~ g6[.].* or attribute:ecs.instance-type == gr6.xlarge',
    );
  });
});

describe(typesConstraint.name, () => {
  it('lists types', () => {
    expect(typesConstraint(['c5d.large', 'c5d.xlarge'])).to.deep.equal({
      type: 'memberOf',
      expression: 'attribute:ecs.instance-type in [c5d.large,c5d.xlarge]',
    });
  });

  it('names as many as an expression has room for: 2000 characters (PlacementConstraint)', () => {
    const names = Array.from({ length: 400 }, (_, index) => `c5d.${String(index).padStart(3, '0')}`);
    const { expression = '' } = typesConstraint(names);
    expect(expression.length).to.be.within(1990, 2000);
    expect(expression).to.match(/^attribute:ecs\.instance-type in \[c5d\.000,.*c5d\.\d{3}\]$/);
  });
});

describe(isExact.name, () => {
  it('knows a name from a glob', () => {
    expect(['m5.large', 'm5.*'].map(isExact)).to.deep.equal([true, false]);
  });
});
