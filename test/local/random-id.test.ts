import { expect } from 'chai';
import { seededRandom } from '../../local/faults/seeded-random.js';
import { randomBytesHex, randomHex, randomUuid } from '../../local/random-id.js';

describe('random ids', () => {
  const random = seededRandom('ids', 'test');

  it('have the length asked for, leading zeros included', () => {
    expect(randomHex(() => 0, 17)).to.equal('0'.repeat(17));
    expect(randomBytesHex(() => 0, 8)).to.equal('0'.repeat(16));
    expect(randomHex(random, 17)).to.match(/^[0-9a-f]{17}$/);
    expect(randomBytesHex(random, 16)).to.match(/^[0-9a-f]{32}$/);
  });

  it('reach the largest digit', () => {
    expect(randomHex(() => 1 - Number.EPSILON, 3)).to.equal('fff');
    expect(randomBytesHex(() => 1 - Number.EPSILON, 2)).to.equal('ffff');
  });

  it('have the form of a UUID', () => {
    expect(randomUuid(random)).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('are distinct', () => {
    expect(new Set(Array.from({ length: 1000 }, () => randomUuid(random)))).to.have.property('size', 1000);
  });
});
