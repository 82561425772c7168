import { expect } from 'chai';
import { Decisions } from '../../../local/faults/decisions.js';
import { ScriptedTaskFaults } from '../../../local/faults/scripted-task-faults.js';
import type { TaskMark } from '../../../local/faults/task-faults.js';
import {
  fusionFailureKinds,
  pullFailureKinds,
  startFailureKinds,
  stickingStatuses,
  type StartFailureKind,
  type TaskMatch,
} from '../../../local/faults/task-rule.js';

const mark = (more: Partial<TaskMark> = {}): TaskMark => ({
  arn: 'arn:aws:ecs:us-east-1:123456789012:task/c/1',
  cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/nextflow-cluster',
  family: 'nf-align',
  group: 'family:nf-align',
  startedBy: 'nf-1',
  provider: 'SPOT',
  images: ['quay.io/bio/bwa:1'],
  tags: new Map([['process', 'align']]),
  createdAt: 1000,
  ...more,
});
const task = (index: number): TaskMark => mark({ arn: `arn:aws:ecs:us-east-1:123456789012:task/c/${index}` });

describe(ScriptedTaskFaults.name, () => {
  let now: number;
  let faults: ScriptedTaskFaults;

  beforeEach(() => {
    now = 1000;
    faults = new ScriptedTaskFaults(() => now);
  });

  it('lets tasks be where there is no rule', () => {
    expect(faults.pullFailure(mark(), 'a')).to.equal(undefined);
    expect(faults.startFailure(mark())).to.equal(undefined);
    expect(faults.fusionFailure(mark())).to.equal(undefined);
    expect(stickingStatuses.some((status) => faults.sticksIn(mark(), status))).to.equal(false);
    expect(faults.hides(mark())).to.equal(false);
  });

  describe('images', () => {
    const words: Readonly<Record<(typeof pullFailureKinds)[number], RegExp>> = {
      'not-found': /manifest unknown/,
      unauthorized: /pull access denied for bio\/bwa, .*denied: requested access/,
      'rate-limited': /toomanyrequests: You have reached your pull rate limit/,
      network: /Head "https:\/\/quay\.io\/v2\/bio\/bwa\/manifests\/1": dial tcp .* i\/o timeout$/,
      'wrong-platform': /no matching manifest for linux\/amd64/,
      'disk-full': /no space left on device$/,
    };
    for (const fails of pullFailureKinds) {
      it(`fail to be pulled for the reason ECS gives: ${fails} [4.10]`, () => {
        faults.addImage({ image: 'quay.io/*', fails }, 's');
        const reason = faults.pullFailure(mark(), 'quay.io/bio/bwa:1');
        expect(reason)
          .to.match(/^CannotPullContainerError: /)
          .and.match(words[fails]);
        expect(faults.pullFailure(mark(), 'ubuntu')).to.equal(undefined);
      });
    }

    it('are looked for where Docker does', () => {
      faults.addImage({ image: '*', fails: 'network' }, 's');
      expect(faults.pullFailure(mark(), 'ubuntu')).to.contain(
        'https://registry-1.docker.io/v2/library/ubuntu/manifests/latest',
      );
      expect(faults.pullFailure(mark(), 'bio/bwa@sha256:0a')).to.contain(
        'docker.io/v2/bio/bwa/manifests/sha256:0a',
      );
      expect(faults.pullFailure(mark(), 'localhost:5000/a:b')).to.contain(
        'https://localhost:5000/v2/a/manifests/b',
      );
    });

    it('fail for a reason of the rule, behind ECS’s word for it', () => {
      faults.addImage({ image: '*', fails: 'network', reason: 'gone' }, 's');
      expect(faults.pullFailure(mark(), 'a')).to.equal('CannotPullContainerError: gone');
    });

    it('fail so often, and only for tasks that match', () => {
      faults.addImage({ image: '*', fails: 'network', times: 1, match: { family: 'nf-*' } }, 's');
      expect(faults.pullFailure(mark({ family: 'other' }), 'a')).to.equal(undefined);
      expect(faults.pullFailure(task(1), 'a')).to.be.a('string');
      expect(faults.pullFailure(task(2), 'a')).to.equal(undefined);
    });
  });

  describe('starts', () => {
    const beginnings: Readonly<Record<StartFailureKind, RegExp>> = {
      secrets: /^ResourceInitializationError: unable to pull secrets or registry auth: .*secret/,
      'secret-denied': /unable to retrieve secret from asm: .*AccessDeniedException/,
      'registry-auth':
        /^ResourceInitializationError: unable to pull secrets or registry auth: .*ecr registry auth/,
      'env-files': /^ResourceInitializationError: failed to download env files/,
      logging: /^ResourceInitializationError: failed to validate logger args/,
      efs: /^ResourceInitializationError: failed to invoke EFS utils commands/,
      role: /^ResourceInitializationError: .*unable to assume the role/,
      create: /^CannotCreateContainerError: /,
      start: /^CannotStartContainerError: /,
      'no-command': /^CannotStartContainerError: .*exec: "\/usr\/bin\/fusion".*no such file/,
      'no-permission': /^CannotStartContainerError: .*exec: "\/usr\/bin\/fusion": permission denied/,
      volume: /^CannotCreateVolumeError: /,
      timeout: /^DockerTimeoutError: Could not transition to started; timed out after waiting/,
    };
    for (const of of startFailureKinds) {
      it(`fail for the reason ECS gives: ${of} [4.11] [4.12] [4.13]`, () => {
        faults.addTask({ effect: { kind: 'start-failure', of } }, 's');
        expect(faults.startFailure(mark())).to.match(beginnings[of]);
      });
    }

    it('fail for a reason of the rule', () => {
      faults.addTask({ effect: { kind: 'start-failure', of: 'role', reason: 'just so' } }, 's');
      expect(faults.startFailure(mark())).to.equal('just so');
    });
  });

  it('fails tasks as Fusion does, those that match and no others [TASK-22]', () => {
    const seen = fusionFailureKinds.map((of) => {
      const own = new ScriptedTaskFaults(() => now);
      own.addTask({ match: { family: 'nf-*' }, effect: { kind: 'fusion-failure', of } }, 's');
      expect(own.fusionFailure(mark({ family: 'other' }))).to.equal(undefined);
      const { output = [], exitCode } = own.fusionFailure(mark()) ?? {};
      return [of, exitCode, output.join(' ')] as const;
    });
    expect(seen.map(([of, exitCode]) => [of, exitCode])).to.deep.equal([
      ['s3-denied', 127],
      ['mount', 127],
      ['io', 174],
    ]);
    expect(seen.map(([, , output]) => output).join('|')).to.match(
      /AccessDenied: Access Denied.*\|.*fuse device not found.*\|.*Input\/output error/,
    );
  });

  it('holds a task in the state it is told, and in no other', () => {
    for (const status of stickingStatuses) {
      const own = new ScriptedTaskFaults(() => now);
      own.addTask({ effect: { kind: 'stuck', in: status } }, 's');
      expect(stickingStatuses.filter((other) => own.sticksIn(mark(), other))).to.deep.equal([status]);
    }
  });

  it('hides tasks of an age, or for ever [3b.2]', () => {
    faults.addTask({ effect: { kind: 'missing', since: 10, for: 20 } }, 's');
    const hiddenAt = [0, 9, 10, 29, 30].filter((age) => {
      now = 1000 + age;
      return faults.hides(mark());
    });
    expect(hiddenAt).to.deep.equal([10, 29]);
    faults.addTask({ effect: { kind: 'missing' } }, 's');
    now = 10 ** 12;
    expect(faults.hides(mark())).to.equal(true);
  });

  it('hides only while the rule’s own time is open', () => {
    faults.addTask({ to: 100, effect: { kind: 'missing' } }, 's');
    expect(faults.hides(mark())).to.equal(true);
    now = 1100;
    expect(faults.hides(mark())).to.equal(false);
  });

  it('decides about a task once, however often it is asked', () => {
    faults.addTask({ after: 1, times: 2, effect: { kind: 'missing' } }, 's');
    const ask = (): readonly boolean[] => [1, 2, 3, 4].map((index) => faults.hides(task(index)));
    expect(ask()).to.deep.equal([false, true, true, false]);
    expect(ask()).to.deep.equal([false, true, true, false]);
    expect(faults.list().tasks[0]).to.include({ met: 3, struck: 2 });
  });

  it('decides the same for the same seed', () => {
    const chosen = (seed: string): readonly boolean[] => {
      const own = new ScriptedTaskFaults(() => now);
      own.addTask({ probability: 0.5, effect: { kind: 'stuck', in: 'PENDING' } }, seed);
      return Array.from({ length: 64 }, (_, index) => own.sticksIn(task(index), 'PENDING'));
    };
    expect(chosen('a')).to.deep.equal(chosen('a'));
    expect(chosen('a')).to.not.deep.equal(chosen('b'));
  });

  for (const [match, fits] of [
    [{ cluster: 'nextflow-*' }, true],
    [{ cluster: '*:cluster/nextflow-cluster' }, true],
    [{ cluster: 'other' }, false],
    [{ family: 'nf-?lign' }, true],
    [{ group: 'family:*' }, true],
    [{ startedBy: 'nf-2' }, false],
    [{ provider: 'SPOT', image: 'quay.io/*' }, true],
    [{ image: 'docker.io/*' }, false],
    [{ tags: { process: 'al*' } }, true],
    [{ tags: { process: 'al*', other: '?*' } }, false],
  ] satisfies readonly (readonly [TaskMatch, boolean])[]) {
    it(`${fits ? 'strikes' : 'spares'} by ${JSON.stringify(match)}`, () => {
      faults.addTask({ match, effect: { kind: 'missing' } }, 's');
      expect(faults.hides(mark())).to.equal(fits);
    });
  }

  it('takes rules out by id, or all', () => {
    const rule = { effect: { kind: 'missing' } } as const;
    const first = faults.addTask(rule, 's');
    faults.addTask(rule, 's');
    const image = faults.addImage({ image: '*', fails: 'network' }, 's');
    expect([first, image]).to.deep.equal(['tasks-1', 'images-1']);
    expect(faults.remove(first)).to.equal(true);
    expect(faults.hides(mark())).to.equal(true);
    expect(faults.remove(image)).to.equal(true);
    expect(faults.remove('tasks-9')).to.equal(false);
    expect(faults.clear()).to.equal(1);
    expect(faults.hides(mark())).to.equal(false);
  });
});

describe(Decisions.name, () => {
  it('keeps the decisions that are still asked for, in bounded memory', () => {
    const decisions = new Decisions(2);
    const made: string[] = [];
    const ask = (key: string): boolean =>
      decisions.of(key, () => {
        made.push(key);
        return true;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key);
    expect(made).to.deep.equal(['a', 'b', 'c', 'b']);
  });
});
