import { expect } from 'chai';
import { judgeLease, LEASE_LIFE_MS, type LeaseWitness } from '../../../host/lease/judge-lease.js';
import type { LeaseRecord } from '../../../host/lease/lease-record.js';
import { leaseRecord } from './lease-records.js';

const witness: LeaseWitness = {
  engine: 'mine',
  engines: new Set(['mine', 'neighbour']),
  processSpace: 'desk',
  pid: 7,
  isAlive: (pid) => pid === 8,
};

interface Case {
  readonly title: string;
  readonly record: Partial<LeaseRecord> | undefined;
  readonly ageMs?: number;
  readonly verdict: ReturnType<typeof judgeLease>;
}

const cases: readonly Case[] = [
  { title: 'its own', record: { engine: 'mine' }, verdict: 'ours' },
  { title: 'its own, however old', record: { engine: 'mine' }, ageMs: LEASE_LIFE_MS, verdict: 'ours' },
  { title: 'one of elsewhere that is renewed', record: { processSpace: 'other' }, verdict: 'alive' },
  {
    title: 'one of elsewhere on the last millisecond',
    record: { processSpace: 'other' },
    ageMs: LEASE_LIFE_MS - 1,
    verdict: 'alive',
  },
  {
    title: 'one of elsewhere that is renewed no more',
    record: { processSpace: 'other' },
    ageMs: LEASE_LIFE_MS,
    verdict: 'dead',
  },
  {
    title: 'one of elsewhere with the number of a dead process here',
    record: { processSpace: 'other', pid: 9 },
    verdict: 'alive',
  },
  { title: 'one that has ended', record: { processSpace: 'other', state: 'ended' }, verdict: 'dead' },
  { title: 'a living process here', record: { pid: 8 }, verdict: 'alive' },
  {
    title: 'a living process here that renews no more: its number is another one by now',
    record: { pid: 8 },
    ageMs: LEASE_LIFE_MS,
    verdict: 'dead',
  },
  { title: 'a dead process here', record: { pid: 9 }, verdict: 'dead' },
  { title: 'an engine beside it in its process', record: { pid: 7, engine: 'neighbour' }, verdict: 'alive' },
  { title: 'an engine that had its number before it', record: { pid: 7, engine: 'gone' }, verdict: 'dead' },
  { title: 'one that cannot be read', record: undefined, verdict: 'alive' },
  { title: 'an old one that cannot be read', record: undefined, ageMs: LEASE_LIFE_MS, verdict: 'dead' },
];

describe(judgeLease.name, () => {
  for (const { title, record, ageMs = 0, verdict } of cases)
    it(`calls ${title} ${verdict}`, () => {
      const read = record === undefined ? undefined : leaseRecord({ processSpace: 'desk', ...record });
      expect(judgeLease(read, ageMs, witness)).to.equal(verdict);
    });
});
