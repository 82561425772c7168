import { expect } from 'chai';
import { bubblewrapArguments, systemArguments } from '../../../local/runtime/sandbox/bubblewrap.js';
import { SandboxStatus } from '../../../local/runtime/sandbox/sandbox-status.js';
import { container } from './container-builder.js';

describe(bubblewrapArguments.name, () => {
  const files = { scratch: '/d/task', standIn: '/d/fusion', s3Root: '/d/s3', mounts: [] };
  const args = (root: boolean): string =>
    bubblewrapArguments(
      container(),
      { tool: '/usr/bin/bwrap', nsenter: '/usr/bin/nsenter', system: [], root },
      files,
      ['a', '--b'],
    ).join(' ');

  it('makes the command process 1 of namespaces that end with the cloud, on the host’s network', () => {
    for (const root of [true, false]) {
      expect(args(root)).to.match(/--unshare-pid .*--as-pid-1 --die-with-parent .* -- a --b$/);
      expect(args(root)).to.not.match(/--unshare-(net|all)/);
    }
  });

  it('takes root’s rights away, and gives nobody any', () => {
    expect(args(true))
      .to.match(/--cap-drop ALL --cap-add CAP_CHOWN/)
      .and.not.match(/SYS_ADMIN/);
    expect(args(false))
      .to.match(/--unshare-user/)
      .and.not.match(/--cap-add/);
  });

  it('binds scratch and buckets to be written, the stand-in to be read', () => {
    expect(args(true)).to.include(
      '--bind /d/task /tmp --bind /d/s3 /fusion/s3 --ro-bind /d/fusion /run/fusion',
    );
  });
});

describe(systemArguments.name, () => {
  it('binds folders read-only and repeats the links of a merged /usr', () => {
    const found = new Map([
      ['/usr', undefined],
      ['/bin', 'usr/bin'],
    ]);
    expect(systemArguments(found).join(' ')).to.match(/^--ro-bind \/usr \/usr --symlink usr\/bin \/bin /);
  });
});

describe(SandboxStatus.name, () => {
  it('reads number and end from lines that come in pieces', () => {
    const status = new SandboxStatus();
    status.push('{ "child-pid": 4');
    expect(status.pid).to.equal(undefined);
    status.push('2, "pid-namespace": 1 }\n{ "exit-');
    expect(status.pid).to.equal(42);
    expect(status.commandEnded).to.equal(false);
    status.push('code": 3 }\n');
    expect(status.commandEnded).to.equal(true);
  });

  it('takes no number for a process that a signal must not reach', () => {
    const status = new SandboxStatus();
    status.push('{"child-pid": -1}\n{"child-pid": 1}\n{"child-pid": "7"}\nnothing\nnull\n');
    expect(status.pid).to.equal(undefined);
  });
});
