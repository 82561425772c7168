import { expect } from 'chai';
import fc from 'fast-check';
import { attemptHash, taskKey, type TaskIdentity } from '../../../host/cache/task-key.js';

const text = fc.string({ maxLength: 4 });
const digest = fc.constantFrom('0'.repeat(64), 'f'.repeat(64));
const identity: fc.Arbitrary<TaskIdentity> = fc.record(
  {
    sessionId: fc.constantFrom('a', 'b'),
    process: text,
    script: text,
    container: text,
    inputs: fc.array(fc.record({ stageAs: text, digest }), { maxLength: 2 }),
    outputs: fc.array(text, { maxLength: 2 }),
    environment: fc.dictionary(text, text, { maxKeys: 2 }),
    directives: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean()), { maxKeys: 2 }),
  },
  {
    requiredKeys: ['sessionId', 'process', 'script', 'inputs', 'outputs', 'environment', 'directives'],
  },
);

/** Members in another order: the same identity. */
function reordered(one: TaskIdentity): TaskIdentity {
  const turned = <T>(map: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(map).reverse());
  const { environment, directives } = one;
  const whole = { ...one, environment: turned(environment), directives: turned(directives) };
  return turned<unknown>({ ...whole }) as unknown as TaskIdentity;
}

/** Chai's own comparison, which the key knows nothing of. */
function equal(one: TaskIdentity, other: TaskIdentity): boolean {
  try {
    expect({ ...one }).to.deep.equal({ ...other });
    return true;
  } catch {
    return false;
  }
}

describe(taskKey.name, () => {
  it('is the same for equal tasks, in whatever order their parts come', () => {
    fc.assert(
      fc.property(identity, (one) => {
        expect(taskKey(reordered(one))).to.deep.equal(taskKey(one));
        expect(taskKey(one).key).to.match(/^[0-9a-f]{64}$/);
      }),
    );
  });

  it('differs for tasks that differ, and names the part that does', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        expect(taskKey(one).key === taskKey(other).key).to.equal(equal(one, other));
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(identity, fc.constantFrom('script', 'process', 'container'), (one, part) => {
        const { parts } = taskKey({ ...one, [part]: `${one[part as 'script']}!` });
        const { parts: before } = taskKey(one);
        const names = Object.keys(parts).filter((name) => parts[name] !== before[name]);
        expect(names).to.deep.equal([part]);
      }),
    );
  });

  it('keeps texts apart that would run together', () => {
    const base = { sessionId: 's', inputs: [], environment: {}, directives: {} };
    const pairs: readonly (readonly [TaskIdentity, TaskIdentity])[] = [
      [
        { ...base, process: 'A', script: 'B', outputs: [] },
        { ...base, process: 'AB', script: '', outputs: [] },
      ],
      [
        { ...base, process: 'A', script: '', outputs: ['a', 'b'] },
        { ...base, process: 'A', script: '', outputs: ['a,b'] },
      ],
      [
        { ...base, process: 'A', script: '', outputs: [], container: '' },
        { ...base, process: 'A', script: '', outputs: [] },
      ],
      [
        { ...base, process: 'A', script: '', outputs: [], directives: { arch: 1 } },
        { ...base, process: 'A', script: '', outputs: [], directives: { arch: '1' } },
      ],
    ];
    for (const [one, other] of pairs) expect(taskKey(one).key).to.not.equal(taskKey(other).key);
  });
});

describe(attemptHash.name, () => {
  it('differs for every try of every equal task', () => {
    const key = 'a'.repeat(64);
    const names = [0, 1, 11].flatMap((occurrence) => [0, 1, 10].map((n) => ({ key, occurrence, n })));
    const hashes = names.map(attemptHash);
    expect(new Set(hashes).size).to.equal(names.length);
    for (const hash of hashes) expect(hash).to.match(/^[0-9a-f]{32}$/);
    expect(names.map(attemptHash)).to.deep.equal(hashes);
  });
});
