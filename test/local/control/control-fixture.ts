import { LocalControl } from '../../../local/control/local-control.js';
import { createControlService } from '../../../local/control/control-service.js';
import type { Clock } from '../../../local/clock.js';
import type { ToldTask } from '../../../local/ecs/task/told-task.js';
import { CallFaults } from '../../../local/faults/call-faults.js';
import { ScriptedTaskFaults } from '../../../local/faults/scripted-task-faults.js';
import { CallRecord } from '../../../local/http/call-record.js';
import { type SimulationRule } from '../../../local/runtime/simulated/simulation-rule.js';
import { VirtualClock } from '../../../local/time/virtual-clock.js';
import { FakeCloudActs } from '../faults/fake-cloud-acts.js';
import { runServer, type RunningServer } from '../http/running-server.js';

export interface Controlled {
  readonly control: LocalControl;
  readonly cloud: FakeCloudActs;
  readonly taskFaults: ScriptedTaskFaults;
  readonly callFaults: CallFaults;
  readonly calls: CallRecord;
  readonly logged: string[];
  /** What the runtime was handed: the tasks and the seed. */
  readonly simulated: (readonly [readonly SimulationRule[], string])[];
}

/** One a cluster. */
const toldTasks: readonly ToldTask[] = ['one', 'other'].map((cluster) => ({
  ...{ arn: `arn:aws:ecs:us-east-1:123456789012:task/${cluster}/1`, cluster, definition: 'nf:1' },
  ...{ tags: {}, lastStatus: 'RUNNING', desiredStatus: 'RUNNING', createdAt: 1, exitCodes: {} },
}));

export const virtualStart = Date.UTC(2026, 0, 1);

/** A control with everything it acts on; simulated tasks where time is virtual. */
export function controlled(clock: Clock = new VirtualClock({ start: virtualStart })): Controlled {
  const now = (): number => clock.now();
  const [callFaults, taskFaults] = [new CallFaults(now), new ScriptedTaskFaults(now)];
  const [cloud, calls] = [new FakeCloudActs(), new CallRecord()];
  const logged: string[] = [];
  const simulated: Controlled['simulated'] = [];
  const control = new LocalControl({
    clock,
    region: 'us-east-1',
    services: ['ecs', 'ec2', 'logs', 's3', 'wave'],
    calls,
    callFaults,
    taskFaults,
    cloud,
    tasks: () => toldTasks,
    log: (line) => logged.push(line),
    ...(clock instanceof VirtualClock
      ? { simulate: (tasks: readonly SimulationRule[], seed: string) => simulated.push([tasks, seed]) }
      : {}),
  });
  return { control, cloud, taskFaults, callFaults, calls, logged, simulated };
}

/** Its API on a server, beside an ECS that answers `{}`. */
export function serveControl(
  { control, calls, callFaults }: Controlled,
  clock?: Clock,
): Promise<RunningServer> {
  const ecs = {
    handle: () => Promise.resolve({ status: 200, body: '{}', operation: 'ListTasks' }),
    close: () => Promise.resolve(),
  };
  return runServer(
    { ecs },
    {
      unsigned: [createControlService({ control, info: () => ({ runtime: 'none', region: 'us-east-1' }) })],
      calls,
      faults: callFaults,
      ...(clock === undefined ? {} : { clock }),
    },
  );
}
