import type { Clock } from '../clock.js';
import type { ToldTask } from '../ecs/task/told-task.js';
import type { CallFaults } from '../faults/call-faults.js';
import type { CloudActs } from '../faults/cloud-acts.js';
import { Acts, type ActOutcome, type DroughtState } from '../faults/scenario/acts.js';
import { readAct, readRules, readScenario, type Rules } from '../faults/scenario/read-scenario.js';
import { ScenarioRunner } from '../faults/scenario/scenario-runner.js';
import { type Act, type Scenario, type ScenarioGround } from '../faults/scenario/scenario.js';
import type { ScriptedTaskFaults } from '../faults/scripted-task-faults.js';
import type { CallRecord } from '../http/call-record.js';
import { type SimulationRule } from '../runtime/simulated/simulation-rule.js';
import { VirtualClock } from '../time/virtual-clock.js';
import type { CloudControl, FaultList } from './cloud-control.js';

export interface LocalControlDeps {
  readonly clock: Clock;
  /** Of acts that name none. */
  readonly region: string;
  /** Names of the services in the call record. */
  readonly services: readonly string[];
  readonly calls: CallRecord;
  readonly callFaults: CallFaults;
  readonly taskFaults: ScriptedTaskFaults;
  readonly cloud: CloudActs;
  readonly tasks: () => readonly ToldTask[];
  /** Hands a scenario's `simulated` section to the runtime; absent where tasks are not simulated. */
  readonly simulate?: (tasks: readonly SimulationRule[], seed: string) => void;
  readonly log: (line: string) => void;
}

const defaultSeed = 'nf-awsecs';

/** Checks what an operator gives and hands it to the parts of the cloud. */
export class LocalControl implements CloudControl {
  readonly calls: CallRecord;
  readonly time: VirtualClock | undefined;
  private readonly acts: Acts;
  private readonly runner: ScenarioRunner;
  private readonly ground: ScenarioGround;
  private seed = defaultSeed;

  constructor(private readonly deps: LocalControlDeps) {
    const { clock, region, cloud, log } = deps;
    const time = clock instanceof VirtualClock ? clock : undefined;
    this.time = time;
    this.calls = deps.calls;
    this.acts = new Acts({
      clock,
      cloud,
      region,
      ...(time === undefined ? {} : { jump: (ms: number) => time.jump(ms) }),
    });
    this.runner = new ScenarioRunner({ clock, log, perform: (act) => this.acts.perform(act) });
    this.ground = {
      services: deps.services,
      virtualTime: time !== undefined,
      simulatedTasks: deps.simulate !== undefined,
    };
  }

  tasks(): readonly ToldTask[] {
    return this.deps.tasks();
  }

  now(): number {
    return this.deps.clock.now();
  }

  load(scenario: Scenario): void {
    const read = readScenario(scenario, this.ground);
    this.end();
    this.seed = read.seed ?? defaultSeed;
    this.addChecked(read);
    this.deps.simulate?.(read.simulated ?? [], this.seed);
    this.runner.begin(read.events ?? []);
  }

  end(): void {
    this.runner.end();
    this.acts.end();
    this.clearFaults();
    this.deps.simulate?.([], this.seed);
  }

  get pendingEvents(): number {
    return this.runner.pending;
  }

  addFaults(rules: Rules): readonly string[] {
    return this.addChecked(readRules(rules, this.ground));
  }

  faults(): FaultList {
    return { calls: this.deps.callFaults.list(), ...this.deps.taskFaults.list() };
  }

  removeFault(id: string): boolean {
    return this.deps.callFaults.remove(id) || this.deps.taskFaults.remove(id);
  }

  clearFaults(): number {
    return this.deps.callFaults.clear() + this.deps.taskFaults.clear();
  }

  act(act: Act): ActOutcome {
    return this.acts.perform(readAct(act, this.ground));
  }

  droughts(): readonly DroughtState[] {
    return this.acts.droughts();
  }

  endDrought(id: string): boolean {
    return this.acts.endDrought(id);
  }

  /** Lets nothing more happen; for a cloud that closes. */
  close(): void {
    this.runner.end();
    this.acts.close();
  }

  private addChecked({ calls = [], images = [], tasks = [] }: Rules): readonly string[] {
    const { callFaults, taskFaults } = this.deps;
    const ids: string[] = [];
    try {
      for (const rule of calls) ids.push(callFaults.add(rule, this.seed));
      for (const rule of images) ids.push(taskFaults.addImage(rule, this.seed));
      for (const rule of tasks) ids.push(taskFaults.addTask(rule, this.seed));
      return ids;
    } catch (error) {
      for (const id of ids) this.removeFault(id);
      throw error;
    }
  }
}
