import fc from 'fast-check';
import { hostTerminated, spotInterrupted, userInitiated } from '../../../../local/ecs/task/ending.js';
import { SubnetAddresses } from '../../../../local/ecs/task/subnet-addresses.js';
import { TaskDoors } from '../../../../local/ecs/metadata/task-doors.js';
import { lifecycleDelays } from '../../../../local/ecs/task/lifecycle-delays.js';
import { TaskLife } from '../../../../local/ecs/task/task-life.js';
import { type Slot, TaskSlots } from '../../../../local/ecs/task/task-slots.js';
import { type EcsTask } from '../../../../local/ecs/task/task.js';
import { type StickingStatus } from '../../../../local/faults/task-faults.js';
import { noSecrets } from '../../../../local/ecs/container/secret-source.js';
import { noEnvironmentFiles } from '../../../../local/ecs/container/environment-files.js';
import { FakeClock, settle } from '../../../support/fake-clock.js';
import { network, region } from '../ecs-fixture.js';
import { FakeCapacity } from '../fake-capacity.js';
import { FakeRuntime } from '../fake-runtime.js';
import { aProvider, aTask, quiet, seeded } from '../task-builder.js';

/** Slots that count how often each that was taken was really given back. */
export class CountedSlots extends TaskSlots {
  granted = 0;
  inUse = 0;

  override take(granted: () => void): Slot {
    let holds = false;
    const slot = super.take(() => {
      this.granted++;
      this.inUse++;
      holds = true;
      granted();
    });
    return {
      release: () => {
        if (holds) this.inUse--;
        holds = false;
        slot.release();
      },
    };
  }
}

/** Something that happens to a life; those that cannot at this moment do nothing. */
export type Step =
  | { readonly do: 'place' | 'fail' | 'notice' | 'lose' | 'stop' | 'open-gate' | 'shut-gate' | 'refuse' }
  | { readonly do: 'exit'; readonly code: number; readonly which: number }
  | { readonly do: 'advance'; readonly ms: number };

/** How far a life is before things happen to it at random. */
const beginnings = fc.constantFrom<Step[]>(
  [],
  [{ do: 'place' }],
  [{ do: 'place' }, { do: 'advance', ms: 8_500 }],
  [{ do: 'place' }, { do: 'advance', ms: 8_500 }, { do: 'advance', ms: 8_500 }],
);

const happenings: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Step>({ do: 'place' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Step>(
        { do: 'fail' },
        { do: 'notice' },
        { do: 'lose' },
        { do: 'open-gate' },
        { do: 'shut-gate' },
        { do: 'refuse' },
      ),
    },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'stop' }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('exit' as const), code: fc.nat(3), which: fc.nat(3) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('advance' as const),
        ms: fc.constantFrom(0, 100, 500, 2_000, 8_000, 40_000),
      }),
    },
  ),
  { minLength: 1, maxLength: 25 },
);

export const steps: fc.Arbitrary<Step[]> = fc
  .tuple(beginnings, happenings)
  .map(([beginning, rest]) => [...beginning, ...rest]);

/** What a life is like from its start. */
export interface LifeWishes {
  readonly sticks?: StickingStatus | undefined;
  /** Starts wait for the step `open-gate`. */
  readonly gated?: boolean;
  readonly pullRefusal?: string | undefined;
  readonly refusal?: string | undefined;
}

const restarted = { restartPolicy: { enabled: true, restartAttemptPeriod: 1 } };
const checked = { healthCheck: { command: ['CMD', 'true'], interval: 5 } };

/** One task of two containers, one of them not essential, watched and restarted. */
export class LifeFixture {
  readonly clock = new FakeClock();
  readonly capacity = new FakeCapacity(this.clock, 0);
  readonly runtime = new FakeRuntime();
  readonly slots = new CountedSlots(1);
  readonly task: EcsTask;
  readonly life: TaskLife;
  stopped = 0;
  /** Later any would have run out. */
  timersAtEnd = -1;
  private placed = false;
  private over = false;
  private openGate: () => void = () => undefined;
  readonly seen: { readonly status: string; readonly desired: string }[] = [];

  constructor({ sticks, gated = false, pullRefusal, refusal }: LifeWishes = {}) {
    this.capacity.automatic = false;
    this.runtime.pullRefusal = pullRefusal;
    this.runtime.refusal = refusal;
    if (gated) this.shutGate();
    const containerDefinitions = [
      quiet(checked),
      quiet({ name: 'side', essential: false, ...restarted, ...checked }),
    ];
    this.task = aTask({ definition: { containerDefinitions }, now: this.clock.now() });
    this.life = new TaskLife(this.task, {
      clock: this.clock,
      random: seeded(),
      delays: lifecycleDelays(1),
      runtime: this.runtime,
      logs: { append: () => undefined, hasGroup: () => true, ensureGroup: () => undefined },
      capacity: this.capacity,
      faults: {
        pullFailure: () => undefined,
        startFailure: () => undefined,
        fusionFailure: () => undefined,
        sticksIn: (_, status) => status === sticks,
        hides: () => false,
      },
      network,
      addresses: new SubnetAddresses(seeded()),
      doors: new TaskDoors({ endpoint: () => undefined, runtime: this.runtime }),
      secrets: noSecrets,
      environmentFiles: noEnvironmentFiles,
      slots: this.slots,
      region,
      changed: ({ lastStatus, desiredStatus }) =>
        this.seen.push({ status: lastStatus, desired: desiredStatus }),
      stopped: () => {
        this.stopped++;
        this.timersAtEnd = this.clock.timers;
      },
    });
    this.life.begin({
      taskId: this.task.id,
      region,
      cluster: this.task.cluster.name,
      provider: aProvider(),
      needs: { cpu: 256, memoryMiB: 512, gpus: 0 },
      architecture: undefined,
      networkMode: 'host',
      group: 'family:nf-ubuntu',
      constraints: [],
    });
  }

  async act(step: Step): Promise<void> {
    if (step.do === 'advance') await this.clock.advance(step.ms);
    else if (step.do === 'exit') this.exit(step.code, step.which);
    else if (step.do === 'stop') this.life.stop(userInitiated(undefined));
    else if (step.do === 'open-gate') this.openGate();
    else if (step.do === 'shut-gate') this.shutGate();
    else if (step.do === 'refuse') this.runtime.refusal = 'CannotStartContainerError: broken';
    else this.happen(step.do);
    await settle();
  }

  /** Whatever has happened, a StopTask or two, no more misfortune and time end it. */
  async end(): Promise<void> {
    this.openGate();
    for (let turn = 0; turn < 3; turn++) {
      this.life.stop(userInitiated(undefined));
      await this.clock.advance(120_000);
    }
  }

  /** A start that waits already waits for the gate it found. */
  private shutGate(): void {
    const before = this.openGate;
    this.runtime.gate = new Promise((resolve) => {
      this.openGate = () => {
        before();
        resolve();
      };
    });
  }

  /** Capacity keeps to its port: nothing after a release, each of these at most once, and in their order. */
  private happen(what: 'place' | 'fail' | 'notice' | 'lose'): void {
    const [claim] = this.capacity.claims;
    if (claim === undefined || claim.released > 0 || this.over) return;
    if (what === 'place' && !this.placed) {
      this.placed = true;
      this.capacity.place();
    } else if (what === 'fail' && !this.placed) {
      this.over = true;
      claim.events.failed('EMPTY CAPACITY PROVIDER');
    } else if (this.placed && what === 'notice') claim.events.stop(spotInterrupted);
    else if (this.placed && what === 'lose') {
      this.over = true;
      claim.events.lost(hostTerminated('i-1'));
    }
  }

  private exit(code: number, which: number): void {
    const all = this.runtime.containers;
    all[which % Math.max(1, all.length)]?.end({ exitCode: code });
  }
}
