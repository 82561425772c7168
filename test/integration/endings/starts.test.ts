import { expect } from 'chai';
import type { PullFailureKind, StartFailureKind } from '../../../local/index.js';
import { type EndingRig, useRig } from './ending-rig.js';
import { LeapingClock } from './leaping-clock.js';

interface Start<K> {
  readonly kind: K;
  /** Of the error block. */
  readonly code: string;
  /** A few words of what the user is to do. */
  readonly todo: RegExp;
}

const forGood: readonly (Start<PullFailureKind> | Start<StartFailureKind>)[] = [
  { kind: 'not-found', code: 'IMAGE_NOT_FOUND', todo: /name and tag of the container/ },
  { kind: 'unauthorized', code: 'IMAGE_UNAUTHORIZED', todo: /aws\.ecs\.executionRole/ },
  { kind: 'disk-full', code: 'DISK_FULL', todo: /storageSizeGiB/ },
  { kind: 'wrong-platform', code: 'IMAGE_PLATFORM', todo: /arch 'linux\/arm64'/ },
  { kind: 'secret-denied', code: 'SECRET_DENIED', todo: /secretsmanager:GetSecretValue|execution role/ },
  { kind: 'logging', code: 'LOG_DRIVER_FAILED', todo: /log/ },
  { kind: 'role', code: 'ROLE_NOT_ASSUMED', todo: /role/ },
  { kind: 'create', code: 'DISK_FULL', todo: /\S/ },
  { kind: 'no-command', code: 'FUSION_MISSING', todo: /Wave|Fusion/ },
  { kind: 'no-permission', code: 'ENTRY_POINT_INVALID', todo: /\S/ },
  { kind: 'volume', code: 'VOLUME_FAILED', todo: /\S/ },
];

const passing: readonly (Start<PullFailureKind> | Start<StartFailureKind>)[] = [
  { kind: 'rate-limited', code: 'IMAGE_RATE_LIMITED', todo: /pull-through cache/ },
  { kind: 'network', code: 'NETWORK_UNREACHABLE', todo: /NAT gateway/ },
  { kind: 'registry-auth', code: 'NETWORK_UNREACHABLE', todo: /NAT gateway/ },
  { kind: 'env-files', code: 'NETWORK_UNREACHABLE', todo: /NAT gateway/ },
  { kind: 'secrets', code: 'NETWORK_UNREACHABLE', todo: /NAT gateway/ },
  { kind: 'timeout', code: 'START_DISTURBED', todo: /Run again/ },
];

const pulls: readonly string[] = [
  'not-found',
  'unauthorized',
  'rate-limited',
  'network',
  'disk-full',
  'wrong-platform',
] satisfies PullFailureKind[];

describe('nf-awsecs run of a task that cannot start', function () {
  this.timeout(30_000);
  const clock = new LeapingClock();
  let rig: EndingRig;
  useRig((opened) => (rig = opened), { runtime: 'simulated', clock });

  function strike(kind: PullFailureKind | StartFailureKind, times?: number): void {
    const limit = times === undefined ? {} : { times };
    rig.cloud.control.addFaults(
      pulls.includes(kind)
        ? { images: [{ image: '*', fails: kind as PullFailureKind, ...limit }] }
        : { tasks: [{ effect: { kind: 'start-failure', of: kind as StartFailureKind }, ...limit }] },
    );
  }

  for (const { kind, code, todo } of forGood) {
    it(`for good (${kind}) says why, what to do and ${code}, in one attempt`, async () => {
      strike(kind);
      const end = await rig.run([{ name: 'ENDS' }]);
      expect(end.code, end.said).to.equal(1);
      expect(end.said).to.contain(`[${code}]`).and.contain('Command exit status:\n  -\n').and.match(todo);
      expect(end.attempts).to.equal(1);
      expect(await rig.left()).to.deep.equal([]);
    });
  }

  for (const { kind, code, todo } of passing) {
    it(`for a while (${kind}) goes again by itself, and says ${code} where it never starts`, async () => {
      strike(kind, 1);
      const goes = rig.start([{ name: 'GOES' }]);
      await rig.says(goes, /resubmi|again/i);
      clock.leap(10_000);
      expect(await goes.end, goes.said()).to.include({ code: 0, attempts: 2 });
      strike(kind);
      const never = rig.start([{ name: 'NEVER' }]);
      for (const count of [1, 2, 3]) {
        await rig.says(never, `(${count} of at most 3)`);
        clock.leap(200_000);
      }
      const end = await never.end;
      expect(end.said).to.contain(`[${code}]`).and.match(todo);
      expect(end).to.include({ code: 1, attempts: 4 });
      expect(await rig.left()).to.deep.equal([]);
    });
  }
});
