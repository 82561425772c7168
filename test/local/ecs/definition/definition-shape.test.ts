import { RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { definitionShape } from '../../../../local/ecs/definition/definition-shape.js';
import { known } from '../../../../local/ecs/definition/known-members.js';
import { definition } from '../ecs-fixture.js';

/** The SDK's schemas are nested tuples: kind, namespace, name, traits, then members or element. */
const kinds = { list: 1, map: 2, structure: 3, union: 4 };
const plain: Readonly<Record<number, unknown>> = { 0: 'x', 1: 1, 2: true };
const lists = 64;
const maps = 128;

/** A value of a schema that has every member at every depth. */
function full(schema: unknown): unknown {
  if (typeof schema === 'function') return full((schema as () => unknown)());
  if (typeof schema === 'number') {
    if (schema >= maps) return { x: full(schema - maps) };
    return schema >= lists ? [full(schema - lists)] : plain[schema];
  }
  if (!Array.isArray(schema)) throw new Error(`no schema: ${String(schema)}`);
  const [kind, , , , first, second] = schema as readonly unknown[];
  if (typeof kind !== 'number') return full(kind);
  if (kind === kinds.list) return [full(first)];
  if (kind === kinds.map) return { x: full(second) };
  if (kind !== kinds.structure && kind !== kinds.union) return full(first);
  const [names, members] = [first as readonly string[], second as readonly unknown[]];
  return Object.fromEntries(names.map((name, index) => [name, full(members[index])]));
}

describe('definitionShape', () => {
  it('knows every member the SDK can send, at every depth, and keeps it', () => {
    const everything = full(RegisterTaskDefinitionRequest$);
    expect(everything).to.have.nested.property('containerDefinitions[0].linuxParameters.tmpfs[0].size', 1);
    expect(definitionShape(everything, '')).to.deep.equal(everything);
  });

  it('refuses a member nobody knows, by its path and name', () => {
    const read = (): unknown =>
      definitionShape({ containerDefinitions: [{ healthCheck: { cmd: 'x', period: 1 } }] }, '');
    expect(read).to.throw('containerDefinitions[0].healthCheck: the local cloud knows no member cmd, period');
  });

  it('drops what only answers hold, so that a description can be registered again', () => {
    const described = {
      ...definition(),
      revision: 3,
      status: 'ACTIVE',
      requiresAttributes: [],
      registeredAt: 1,
    };
    expect(definitionShape(described, '')).to.deep.equal(definition());
  });

  for (const value of [1.5, 2 ** 40, NaN]) {
    it(`refuses ${value} for a whole number`, () => {
      const read = (): unknown => definitionShape({ containerDefinitions: [{ memory: value }] }, '');
      expect(read).to.throw(
        `containerDefinitions[0].memory: expected a whole number of 32 bits, got ${value}`,
      );
    });
  }
});

describe(known.name, () => {
  it('takes a null member for an absent one', () => {
    expect(known({})({ nothing: null }, '')).to.deep.equal({});
  });
});
