import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { VirtualClock } from '../../local/time/virtual-clock.js';
import type { Session, TaskHandler } from '../../spi/index.js';
import { AwsEcsConfigProvider } from '../../src/config/config-provider.js';
import { compose } from '../../src/di/compose.js';
import { AwsEcsExecutor } from '../../src/executor.js';
import { taskRun } from '../../test/support/task-run-builder.js';
import type { Findings } from './findings.js';
import { quietPorts } from './quiet-ports.js';

const few = 10_000;
const many = 100_000;
/** Rounds that are measured, after as many to warm the code up. */
const rounds = 5;

interface Cost {
  /** Bytes of heap a handler. */
  readonly bytes: number;
  /** Microseconds of CPU a handler and round. */
  readonly cpu: number;
  /** Status calls of one round. */
  readonly calls: number;
}

/** 100,000 handlers on ports that answer at once, in virtual time. */
export async function handlers(findings: Findings): Promise<void> {
  await costOf(few);
  const less = await costOf(few);
  const more = await costOf(many);
  for (const [count, { bytes, cpu }] of [[few, less] as const, [many, more] as const]) {
    findings.tell(
      `${count} handlers`,
      `${(bytes / 1024).toFixed(2)} KiB and ${cpu.toFixed(2)} µs a round, each`,
    );
  }
  findings.tell('aim: 4 KiB', more.bytes <= 4096 ? 'met' : 'not met');
  findings.tell('aim: 20 µs', more.cpu <= 20 ? 'met' : 'not met');
  findings.equal('status calls a round', more.calls, many / 100);
  // Ten times as many cost ten times as much: caches of the machine and its other work are allowed for.
  findings.atMost('bytes each, 100,000 to 10,000', more.bytes / less.bytes, 1.5);
  findings.atMost('CPU each, 100,000 to 10,000', more.cpu / less.cpu, 2.5);
}

async function costOf(count: number): Promise<Cost> {
  const clock = new VirtualClock({ start: Date.UTC(2026, 0, 1) });
  const { overrides, ecs } = quietPorts();
  const news = { submitted: 0, running: 0 };
  const session = sessionOf(clock, {
    submitted: () => void (news.submitted += 1),
    running: () => void (news.running += 1),
    completed: ({ task }: TaskHandler) => {
      throw new Error(`${task.name} ended`);
    },
  });
  const executor = compose(new AwsEcsConfigProvider(session).load(), session, overrides).resolve(
    AwsEcsExecutor,
  );
  await executor.start([]);
  const tasks = Array.from({ length: count }, (_, index) => taskRun({ id: index + 1 }));
  const before = heap();
  const monitor = executor.createTaskMonitor();
  for (const task of tasks) monitor.schedule(executor.createTaskHandler(task));
  monitor.start();
  while (news.submitted < count) await clock.advance(0);
  // The interval of so many is the one that the account's quota allows.
  const interval = Math.max(10_000, (count / 100) * 100);
  while (news.running < count) await clock.advance(interval);
  for (let round = 0; round < rounds; round++) await clock.advance(interval);
  const bytes = (heap() - before) / count;
  const describes = ecs.describes;
  const { user, system } = process.cpuUsage();
  for (let round = 0; round < rounds; round++) await clock.advance(interval);
  const used = process.cpuUsage();
  const cpu = (used.user + used.system - user - system) / rounds / count;
  const calls = (ecs.describes - describes) / rounds;
  await Promise.all([executor.shutdown({ leaveRunning: true }), clock.advance(interval)]);
  // Also keeps them from being collected while they are measured.
  if (tasks.length !== count) throw new Error('tasks were lost');
  return { bytes, cpu, calls };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in use. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function sessionOf(clock: VirtualClock, events: Session['events']): Session {
  const silent = (): void => undefined;
  const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
  return {
    id: '00000000-0000-4000-8000-000000000001',
    runName: 'many_handlers',
    workDir: 's3://my-bucket/work',
    config: {
      aws: { region: 'us-east-1', ecs: { cluster: 'nextflow-cluster', executionRole, networkMode: 'host' } },
      wave: { enabled: true },
      fusion: { enabled: true },
      executor: { queueSize: 1_000_000 },
    },
    resolvesContainers: true,
    events,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    clock,
    random: () => 0.5,
  };
}
