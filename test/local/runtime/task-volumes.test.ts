import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type MountSource } from '../../../local/runtime/task-runtime.js';
import { TaskVolumes } from '../../../local/runtime/task-volumes.js';

describe(TaskVolumes.name, () => {
  let dataDir: string;
  let own: string;
  let volumes: TaskVolumes;
  const task = 'a'.repeat(32);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'nf-volumes-'));
    own = join(dataDir, 'runtime', 'cloud-1-abc');
    volumes = new TaskVolumes(
      dataDir,
      () => Promise.resolve(own),
      () => undefined,
    );
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const folder = async (source: MountSource, taskId = task): Promise<string> => {
    const bound = await volumes.bind(taskId, [{ source, target: '/x', readOnly: false }]);
    return 'kind' in bound ? bound.reason : (bound[0]?.folder ?? 'none');
  };

  it('gives each task a new empty volume of its own, which goes with it [1c.5]', async () => {
    const source = { kind: 'task', volume: 'v' } as const;
    const first = await folder(source);
    await writeFile(join(first, 'file'), '');
    expect(await folder(source)).to.equal(first);
    expect(await readdir(await folder(source, 'b'.repeat(32)))).to.deep.equal([]);
    await volumes.forget(task);
    expect(await readdir(await folder(source))).to.deep.equal([]);
  });

  it('shares a folder of an instance among the tasks on it [1c.3]', async () => {
    const source = { kind: 'instance', ec2Id: 'i-0123', path: '/var/lib/x' } as const;
    expect(await folder(source)).to.equal(join(own, 'instances', 'i-0123', 'var', 'lib', 'x'));
    expect(await folder(source, 'b'.repeat(32))).to.equal(await folder(source));
    expect(await folder({ ...source, ec2Id: 'i-4' })).to.not.equal(await folder(source));
  });

  it('keeps file systems beyond tasks and instances [1c.4]', async () => {
    const id = 'arn:aws:s3files:us-east-1:123456789012:file-system/fs-1';
    const made = await folder({ kind: 'file-system', id, path: '/a//./b/' });
    expect(made).to.match(/\/file-systems\/[^/]+\/a\/b$/);
    expect(made.startsWith(own)).to.equal(false);
    await volumes.forget(task);
    expect(await readdir(made)).to.deep.equal([]);
  });

  it('lets no name and no path lead out of its place', async () => {
    for (const source of [
      { kind: 'task', volume: '..' },
      { kind: 'task', volume: '' },
      { kind: 'instance', ec2Id: '.', path: '/' },
      { kind: 'instance', ec2Id: 'i-1', path: '/var/../../etc' },
      { kind: 'file-system', id: 'fs-1', path: '/a/..' },
      { kind: 'file-system', id: 'fs-1', path: '/a\0' },
    ] as const) {
      expect(await folder(source), JSON.stringify(source)).to.match(/^CannotCreateVolumeError: /);
    }
  });

  it('follows no link a task has left in a shared folder', async () => {
    const base = join(own, 'instances', 'i-1', 'var');
    await mkdir(base, { recursive: true });
    await symlink('/etc', join(base, 'link'));
    expect(await folder({ kind: 'instance', ec2Id: 'i-1', path: '/var/link/x' })).to.match(
      /^CannotCreateVolumeError: .*is a file or a link, not a folder/,
    );
  });
});
