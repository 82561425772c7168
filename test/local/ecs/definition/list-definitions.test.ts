import { expect } from 'chai';
import fc from 'fast-check';
import { DefinitionRegistry } from '../../../../local/ecs/definition/definition-registry.js';
import { listDefinitions, listFamilies } from '../../../../local/ecs/definition/list-definitions.js';
import { type Json } from '../ecs-fixture.js';

const call = { region: 'us-east-1', requestId: 'test' };

/** A registry with the revisions of these families, each in its turn. */
class Fixture {
  readonly registry = new DefinitionRegistry({ region: call.region, account: '123456789012' }, () => 0);

  constructor(...families: readonly string[]) {
    for (const family of families) this.registry.add({ family, containerDefinitions: [] }, []);
  }

  deregister(...references: readonly string[]): this {
    for (const reference of references) this.registry.deregister(this.registry.find(reference)!);
    return this;
  }

  /** All pages of a list, each as names without ARN. */
  async pages(operation: 'definitions' | 'families', input: Json): Promise<string[][]> {
    const list = operation === 'definitions' ? listDefinitions : listFamilies;
    const pages: string[][] = [];
    for (let nextToken: string | undefined, more = true; more;) {
      const answer = (await list(() => this.registry)(
        JSON.parse(JSON.stringify({ ...input, nextToken })),
        call,
      )) as Json;
      const names = (answer['taskDefinitionArns'] ?? answer['families']) as readonly string[];
      pages.push(names.map((name) => name.slice(name.indexOf('/') + 1)));
      nextToken = answer['nextToken'] as string | undefined;
      more = nextToken !== undefined;
    }
    return pages;
  }
}

describe(listDefinitions.name, () => {
  const fixture = new Fixture('b', 'a', 'a', 'ab').deregister('a:1');
  const cases: { name: string; given: Json; expected: string[][] }[] = [
    { name: 'what is ACTIVE, by family and number', given: {}, expected: [['a:2', 'ab:1', 'b:1']] },
    { name: 'in the opposite order', given: { sort: 'DESC' }, expected: [['b:1', 'ab:1', 'a:2']] },
    { name: 'one family by its whole name', given: { familyPrefix: 'a' }, expected: [['a:2']] },
    { name: 'no family by a part of its name', given: { familyPrefix: '' }, expected: [[]] },
    { name: 'what is INACTIVE [1d.5]', given: { status: 'INACTIVE' }, expected: [['a:1']] },
    { name: 'what is being deleted', given: { status: 'DELETE_IN_PROGRESS' }, expected: [[]] },
    { name: 'in pages', given: { maxResults: 2 }, expected: [['a:2', 'ab:1'], ['b:1']] },
    {
      name: 'in pages of the opposite order',
      given: { maxResults: 2, sort: 'DESC' },
      expected: [['b:1', 'ab:1'], ['a:2']],
    },
    {
      name: 'no token after a last page that is full',
      given: { maxResults: 3 },
      expected: [['a:2', 'ab:1', 'b:1']],
    },
  ];
  for (const { name, given, expected } of cases) {
    it(`lists ${name}`, async () => {
      expect(await fixture.pages('definitions', given)).to.deep.equal(expected);
    });
  }

  it('gives each revision once over all pages, in order, both ways', async () => {
    const families = fc.array(fc.constantFrom('a', 'a-b', 'ab', 'b', 'B', '_'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(families, fc.integer({ min: 1, max: 7 }), async (given, maxResults) => {
        const some = new Fixture(...given);
        const up = (await some.pages('definitions', { maxResults })).flat();
        const down = (await some.pages('definitions', { maxResults, sort: 'DESC' })).flat();
        expect(up).to.have.length(given.length);
        expect(new Set(up).size).to.equal(given.length);
        expect(down).to.deep.equal([...up].reverse());
      }),
    );
  });

  it('goes on after a revision that was deleted between two pages', async () => {
    const some = new Fixture('f', 'f', 'f');
    const list = listDefinitions(() => some.registry);
    const first = (await list({ maxResults: 1 }, call)) as Json;
    some.deregister('f:1');
    const second = (await list({ maxResults: 1, nextToken: first['nextToken'] }, call)) as Json;
    expect(second['taskDefinitionArns']).to.deep.equal([
      'arn:aws:ecs:us-east-1:123456789012:task-definition/f:2',
    ]);
  });

  const refusals: [input: Json, expected: string][] = [
    [{ sort: 'UP' }, "sort 'UP' must be one of ASC, DESC"],
    [{ status: 'OLD' }, "status 'OLD' must be one of ACTIVE"],
    [{ maxResults: 101 }, 'maxResults is 101: 1 to 100'],
    [{ nextToken: 'bm9uZQ' }, 'Invalid token'],
    [{ nextToken: Buffer.from('after:none').toString('base64url') }, 'Invalid token'],
  ];
  for (const [input, expected] of refusals) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      expect(() => listDefinitions(() => fixture.registry)(input, call)).to.throw(expected);
    });
  }
});

describe(listFamilies.name, () => {
  const fixture = new Fixture('nf-b', 'nf-a', 'nf-a', 'other').deregister('nf-a:1', 'nf-b:1');
  const cases: { name: string; given: Json; expected: string[][] }[] = [
    { name: 'all families', given: {}, expected: [['nf-a', 'nf-b', 'other']] },
    { name: 'families by prefix', given: { familyPrefix: 'nf-' }, expected: [['nf-a', 'nf-b']] },
    { name: 'those with an ACTIVE revision', given: { status: 'ACTIVE' }, expected: [['nf-a', 'other']] },
    { name: 'those without', given: { status: 'INACTIVE' }, expected: [['nf-b']] },
    { name: 'in pages', given: { maxResults: 1, familyPrefix: 'nf-' }, expected: [['nf-a'], ['nf-b']] },
  ];
  for (const { name, given, expected } of cases) {
    it(`lists ${name}`, async () => {
      expect(await fixture.pages('families', given)).to.deep.equal(expected);
    });
  }

  it('knows a family no more when all its revisions are deleted', () => {
    let now = 0;
    const registry = new DefinitionRegistry({ region: call.region, account: '1' }, () => now);
    const definition = registry.add({ family: 'f', containerDefinitions: [] }, []);
    registry.deregister(definition);
    registry.delete(definition);
    const families = (): unknown => (listFamilies(() => registry)({}, call) as Json)['families'];
    expect(families()).to.deep.equal(['f']);
    now = 60_000;
    registry.removeDeleted(() => new Set());
    expect(families()).to.deep.equal([]);
  });
});

describe('100,000 revisions', () => {
  it('are listed page by page, deregistered and deleted in the time of one walk each', async () => {
    let now = 0;
    const registry = new DefinitionRegistry({ region: call.region, account: '1' }, () => now);
    for (let count = 0; count < 100_000; count++) {
      registry.add({ family: `f${count % 10}`, containerDefinitions: [] }, []);
    }
    const list = listDefinitions(() => registry);
    let seen = 0;
    for (let nextToken: unknown, more = true; more; more = nextToken !== undefined) {
      const answer = (await list(nextToken === undefined ? {} : { nextToken }, call)) as Json;
      seen += (answer['taskDefinitionArns'] as readonly string[]).length;
      nextToken = answer['nextToken'];
    }
    expect(seen).to.equal(100_000);
    for (let found = registry.find('f0'); found !== undefined; found = registry.find('f0')) {
      registry.deregister(found);
      registry.delete(found);
    }
    now = 60_000;
    registry.removeDeleted(() => new Set());
    expect(registry.find('f0:1')).to.equal(undefined);
    // It takes about one second; where a step looked at all revisions, it would take hours.
  }).timeout(60_000);
});
