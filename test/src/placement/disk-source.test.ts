import { expect } from 'chai';
import { diskNotices, diskSource } from '../../../src/placement/disk-source.js';
import type { DiskNeed } from '../../../src/request/task-needs.js';

const ROLE = 'arn:aws:iam::123456789012:role/volumes';
const disk = (gib: number, more: Partial<DiskNeed> = {}): DiskNeed => ({ gib, mountPath: '/tmp', ...more });

describe(diskSource.name, () => {
  const cases: readonly [what: string, need: DiskNeed | undefined, role: string | undefined, kind: string][] =
    [
      ['nothing', undefined, ROLE, 'shared'],
      ['29 GiB', disk(29), ROLE, 'shared'],
      ['30 GiB with the role', disk(30), ROLE, 'volume'],
      ['30 GiB without', disk(30), undefined, 'whole'],
      ['a small disk of a type with the role', disk(10, { volumeType: 'io2' }), ROLE, 'volume'],
      ['a small disk of a type without', disk(10, { volumeType: 'io2' }), undefined, 'none'],
      ['a rate without the role', disk(100, { throughput: 500 }), undefined, 'none'],
      ['operations without the role', disk(100, { iops: 500 }), undefined, 'none'],
      ['encryption without the role', disk(100, { encrypted: true }), undefined, 'none'],
      ['a file system without the role', disk(100, { filesystem: 'ext4' }), undefined, 'none'],
    ];
  for (const [what, need, role, kind] of cases) {
    it(`gives ${what} by ${kind}`, () => {
      expect(diskSource(need, role).kind).to.equal(kind);
    });
  }

  it('names everything that only a volume can have', () => {
    const source = diskSource(disk(100, { iops: 4000, encrypted: false }), undefined);
    expect(source).to.deep.equal({
      kind: 'none',
      misfit: {
        need: 'disk',
        why: "cannot set iops, encrypted of a disk without a volume of the task's own",
        would: 'aws.ecs.volumeRole',
      },
    });
  });
});

describe(diskNotices.name, () => {
  it('says what a small disk is, and what a large one is without a role', () => {
    expect(diskNotices(disk(20), { kind: 'shared' })[0]).to.match(
      /^disk 20 GiB is the instance's own volume, which its tasks share: .* from 30 GiB on\.$/,
    );
    expect(diskNotices(disk(200), { kind: 'whole', gib: 200 })[0]).to.match(
      /^disk 200 GiB .* one such task an instance: set aws\.ecs\.volumeRole/,
    );
  });

  it('says nothing of what was asked for and given, nor of nothing', () => {
    expect(diskNotices(disk(200), { kind: 'volume', roleArn: ROLE })).to.deep.equal([]);
    expect(diskNotices(undefined, { kind: 'shared' })).to.deep.equal([]);
  });
});
