import { expect } from 'chai';
import * as fc from 'fast-check';
import type { ShutdownOptions, ShutdownReport, TaskHandler } from '../../../spi/index.js';
import { AwsClients } from '../../../src/aws/clients.js';
import { EcsApi } from '../../../src/aws/ecs-api.js';
import { EcsEndpoint } from '../../../src/aws/endpoint.js';
import { LogsApi } from '../../../src/aws/logs-api.js';
import { NetworkApi } from '../../../src/aws/network-api.js';
import { SdkEcsApi } from '../../../src/aws/sdk-ecs-api.js';
import { WorkDirApi } from '../../../src/aws/work-dir-api.js';
import { compose, override } from '../../../src/di/compose.js';
import { SessionEnd, sessionEnd } from '../../../src/di/session-end.js';
import { AwsEcsExecutor } from '../../../src/executor.js';
import { PacedEcsApi } from '../../../src/submit/paced-ecs-api.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig } from '../aws-builders.js';
import { HELLO } from '../executor-rig.js';
import { watch } from '../settle-with.js';
import { stubEndpoint, stubLogsApi, stubNetworkApi } from '../stub-ports.js';
import { EcsModel } from './ecs-model.js';
import { fates, Faults, outages, type Fates, type Outage } from './faults.js';
import { lives, type ModelTask, type TaskLife } from './model-task.js';

/** What has no part in any trouble: one for all plots, since sinon keeps every stub. */
const around = { endpoint: stubEndpoint(), ec2: stubNetworkApi(), logs: stubLogsApi() };

/** What an engine, its user and the world do. */
export type Step =
  | { readonly kind: 'schedule'; readonly count: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'kill' | 'evict'; readonly pick: number }
  | { readonly kind: 'outage'; readonly outage: Outage };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('schedule' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 200, 3_000, 20_000, 120_000, 1_000_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('kill' as const, 'evict' as const), pick: fc.nat(20) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('outage' as const), outage: outages }) },
);

/** A world and what happens in it. */
export interface Plot {
  readonly queueSize: number;
  readonly lives: readonly TaskLife[];
  readonly fates: Fates;
  /** Ids of tasks that an earlier run of the session submitted. */
  readonly before: readonly number[];
  readonly chance: readonly number[];
  readonly steps: readonly Step[];
}

export const plots: fc.Arbitrary<Plot> = fc.record({
  queueSize: fc.integer({ min: 1, max: 4 }),
  lives,
  fates,
  before: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  chance: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 7 }),
  steps: fc.array(step, { maxLength: 16 }),
});

interface Followed {
  readonly handler: TaskHandler;
  evicted: boolean;
  /** Killed before its end was told. */
  killed: boolean;
  /** The last kill was taken by ECS, or there was nothing to kill. */
  killTaken: boolean;
}

/** The whole plugin in a modelled world, on a clock of its own. */
export class ExecutorModel {
  readonly session;
  readonly ecs: EcsModel;
  readonly faults: Faults;
  readonly followed: Followed[] = [];
  readonly executor: AwsEcsExecutor;

  constructor(private readonly plot: Plot) {
    let drawn = 0;
    const random = (): number => plot.chance[drawn++ % plot.chance.length] ?? 0.5;
    this.session = fakeSession({ random });
    const { clock } = this.session;
    this.faults = new Faults(plot.fates, () => clock.now());
    this.ecs = new EcsModel(clock, this.faults, plot.lives);
    this.ecs.onAccepted = (task) => this.countSlots(task);
    for (const id of plot.before) this.ecs.submittedBefore(id);
    const end = sessionEnd();
    const scope = compose(awsEcsConfig({ queueSize: plot.queueSize }), this.session, [
      override(SessionEnd, end),
      override(EcsApi, new PacedEcsApi(new SdkEcsApi(this.ecs.client), clock, { end: end.signal })),
      override(EcsEndpoint, around.endpoint),
      override(NetworkApi, around.ec2),
      override(LogsApi, around.logs),
      override(WorkDirApi, this.ecs.workDir),
      override(AwsClients, { close: () => this.ecs.close() } as unknown as AwsClients),
    ]);
    this.executor = scope.resolve(AwsEcsExecutor);
  }

  /** Starts the executor and takes every step. */
  async play(): Promise<void> {
    await this.executor.start([HELLO]);
    this.executor.createTaskMonitor().start();
    for (const taken of this.plot.steps) {
      await this.take(taken);
      expect(this.ecs.violations.join('; ')).to.equal('');
    }
  }

  /** Mends the world and lets hours pass: whatever can come to its end does. */
  async mend(): Promise<void> {
    this.faults.end();
    await this.session.clock.advance(3 * 3_600_000);
  }

  /** Shuts down and lets as much time pass as a shutdown may take. */
  async shutDown(options: ShutdownOptions = {}): Promise<ShutdownReport> {
    const report = watch(this.executor.shutdown(options));
    // No longer than it takes: what it leaves would end by itself.
    for (let waited = 0; waited < 600_000 && !report.done; waited += 500)
      await this.session.clock.advance(500);
    if (report.value === undefined)
      throw new Error('the shutdown did not end within ten minutes', { cause: report.error });
    return report.value;
  }

  /** Timers of the plugin's own. */
  get timers(): number {
    return this.session.clock.timers - this.ecs.onTheirWay;
  }

  private async take(taken: Step): Promise<void> {
    if (taken.kind === 'schedule') this.schedule(taken.count);
    else if (taken.kind === 'pass') await this.session.clock.advance(taken.ms);
    else if (taken.kind === 'outage') this.faults.begin(taken.outage);
    else this.end(taken);
    await settle();
  }

  private schedule(count: number): void {
    for (let added = 0; added < count; added++) {
      const handler = this.executor.createTaskHandler(taskRun({ id: this.followed.length + 1 }));
      this.followed.push({ handler, evicted: false, killed: false, killTaken: false });
      this.executor.createTaskMonitor().schedule(handler);
    }
  }

  /** Who evicts a task has to end it. */
  private end({ kind, pick }: Extract<Step, { kind: 'kill' | 'evict' }>): void {
    const chosen = this.followed[pick % Math.max(1, this.followed.length)];
    if (chosen === undefined) return;
    const { handler } = chosen;
    if (kind === 'evict') chosen.evicted ||= this.executor.createTaskMonitor().evict(handler);
    chosen.killed ||= this.outcomeOf(handler) === undefined;
    handler.kill().then(
      () => (chosen.killTaken = true),
      () => (chosen.killTaken = false),
    );
  }

  /** Tasks of handlers that hold a slot: not those whose end was told, nor what belongs to the caller now. */
  private countSlots(accepted: ModelTask): void {
    const held = new Set(
      this.followed
        .filter(({ handler, evicted }) => !evicted && this.outcomeOf(handler) === undefined)
        .map(({ handler }) => handler.task.workDir),
    );
    const dirs = new Set(
      this.ecs
        .live()
        .filter((task) => this.isOurs(task.arn, task.workDir) && !this.isMisfit(task))
        .flatMap(({ workDir }) => (held.has(workDir) ? [workDir] : [])),
    );
    if (dirs.size > this.plot.queueSize)
      this.ecs.violations.push(`${accepted.arn} is task ${dirs.size} of at most ${this.plot.queueSize}`);
  }

  /** Started with other resources than asked, and on its way out: once a session, and its handler has no part in it. */
  private isMisfit({ arn, workDir, stopAsked }: ModelTask): boolean {
    const owner = this.followed.find(({ handler }) => handler.task.workDir === workDir)?.handler;
    return stopAsked && owner?.nativeId !== arn;
  }

  /** Not one that an earlier run left and that we have not met. */
  isOurs(arn: string, workDir: string): boolean {
    const handler = this.followed.find((one) => one.handler.task.workDir === workDir)?.handler;
    return handler !== undefined && (handler.nativeId === arn || !this.ecs.isLeftOver(arn));
  }

  outcomeOf(handler: TaskHandler): ReturnType<typeof this.session.events.outcomeOf> {
    return this.session.events.outcomeOf(handler.task.name);
  }

  /** What must hold of every handler once nothing more can happen to it. */
  expectEnds(): void {
    for (const { handler, evicted, killed } of this.followed) {
      const { name } = handler.task;
      const kinds = this.session.events.of(name);
      expect(kinds.filter((kind) => kind === 'completed').length, name).to.be.at.most(1);
      expect(kinds.filter((kind) => kind === 'running').length, name).to.be.at.most(1);
      if (evicted) continue;
      expect(kinds.at(-1), name).to.equal('completed');
      const outcome = this.outcomeOf(handler);
      if (killed) expect(outcome?.kind, name).not.to.equal('completed');
    }
  }

  /** No task lives on ECS that nobody knows of. */
  expectNothingUnknown(unfinished: readonly TaskHandler[]): void {
    const reported = new Set(unfinished.map(({ task }) => task.workDir));
    const isKnown = ({ arn, workDir, stopAsked }: ModelTask): boolean => {
      const owner = this.followed.find(({ handler }) => handler.task.workDir === workDir);
      if (reported.has(workDir)) return true;
      // The caller ends what it evicted; what a handler has replaced is on its way out once that was taken.
      const isPast = owner?.evicted === true || owner?.handler.nativeId !== arn;
      return isPast && (stopAsked || (owner?.evicted === true && !owner.killTaken));
    };
    const unknown = this.ecs.live().filter((task) => this.isOurs(task.arn, task.workDir) && !isKnown(task));
    expect(unknown.map(({ arn, workDir }) => `${arn} of ${workDir}`).join('; ')).to.equal('');
  }

  /** The outcome of a task that nobody touched is the end that ECS saw. */
  expectWhatEcsSaw(): void {
    const now = this.session.clock.now();
    for (const { handler, evicted, killed } of this.followed) {
      if (evicted || killed) continue;
      const outcome = this.outcomeOf(handler);
      expect(outcome?.evidence['code'], 'the plugin conflicts with itself').not.to.equal('TOKEN_CONFLICT');
      const own = this.ecs.tasks.find(({ arn }) => arn === handler.nativeId);
      const exitCode = own?.exitCode(now);
      if (outcome?.kind === 'completed' || exitCode === 0)
        expect([outcome?.kind, exitCode], handler.task.name).to.deep.equal(['completed', 0]);
    }
    this.expectNoStrangers();
  }

  /** A submit that is said to have started nothing has started nothing, or what it started was stopped. */
  private expectNoStrangers(): void {
    const none = this.followed.filter(
      ({ handler }) => handler.nativeId === undefined && this.outcomeOf(handler)?.kind !== 'lost',
    );
    for (const { handler, evicted } of none) {
      const { workDir } = handler.task;
      const started = this.ecs.of(workDir).filter(({ arn }) => this.isOurs(arn, workDir));
      if (!evicted)
        expect(started.filter(({ stopAsked }) => !stopAsked).map(({ arn }) => arn)).to.deep.equal([]);
    }
  }

  /** All has ended but submits that were never answered. */
  expectOnlyUncertain(unfinished: readonly TaskHandler[]): void {
    for (const { handler } of this.followed.filter(
      (one) => unfinished.includes(one.handler) && !one.evicted,
    )) {
      const outcome = this.outcomeOf(handler);
      expect([handler.nativeId, outcome?.kind], handler.task.name).to.deep.equal([undefined, 'lost']);
    }
    this.expectNothingUnknown(unfinished);
  }
}
