import { openSession, type SessionOptions, type TaskSpec } from '../../../host/index.js';
import { SessionHarness } from '../../host/session/session-harness.js';
import type { MessageCase } from '../message-case.js';
import { packageRoot, type Place } from '../place.js';

const HELLO: TaskSpec = { process: 'HELLO', container: 'ubuntu:latest', script: 'echo hello' };

/** Opens a session on a backend of the test's own. */
async function open(place: Place, options: Partial<SessionOptions> = {}) {
  const harness = await SessionHarness.create();
  place.atEnd(() => harness.remove());
  return harness.open(options);
}

async function run(place: Place, task: object): Promise<unknown> {
  const session = await open(place);
  return session.run({ ...HELLO, ...task });
}

/** What a program that embeds the engine is told. */
export function sessionCases(): readonly MessageCase[] {
  return [
    {
      code: 'SESSION_ID_INVALID',
      title: 'an id that is no UUID',
      raise: (place) => open(place, { sessionId: 'my-session' }),
    },
    {
      code: 'SESSION_ID_INVALID',
      title: 'a wrong id and a wrong name at once',
      raise: (place) => open(place, { sessionId: '', runName: 'My run' }),
    },
    {
      code: 'TASK_INVALID',
      title: 'a task without a script, with an executor and fields that are wrong',
      raise: (place) =>
        run(place, { script: ' ', executor: 'stedy', stdoutBytes: -1, environment: { PATH: 1 }, name: '' }),
    },
    {
      code: 'TASK_INVALID',
      title: 'a task with directives that are unknown, wrong, or for pipelines',
      raise: (place) => run(place, { cpu: 2, memory: 'much', debug: true, time: new Date(0) }),
    },
    {
      code: 'TASK_INVALID',
      title: 'a task with inputs and outputs that are wrong',
      raise: (place) =>
        run(place, {
          inputs: ['data/reads.fq', 's3://my-bucket/a/x', { uri: 's3://my-bucket/b/x' }],
          outputs: ['../result.txt'],
          cache: 'always',
        }),
    },
    {
      code: 'TASK_INVALID',
      title: 'a task of a process whose name is none, with a variable that is none',
      raise: (place) => run(place, { process: 'say hello', environment: { 'MY-VAR': 'x' } }),
    },
    {
      code: 'TASK_INVALID',
      title: 'a process that is announced with a directive that is wrong',
      raise: (place) => open(place, { processes: [{ process: 'HELLO', cpus: 0 }] }),
    },
    {
      code: 'WORK_DIR_MISSING',
      title: 'a session without a work dir',
      raise: () => openSession({ plugins: [packageRoot], config: SETTINGS }),
    },
    {
      code: 'WORKDIR_NOT_S3',
      title: 'a session with a work dir on this machine',
      raise: () => openSession({ plugins: [packageRoot], config: SETTINGS, workDir: '/tmp/work' }),
    },
    {
      code: 'UNKNOWN_EXECUTOR',
      title: 'an executor that no plugin of the session brings',
      raise: (place) => open(place, { executors: ['awsbatch'] }),
    },
    {
      code: 'EXECUTOR_MISSING',
      title: 'a session whose plugins bring several executors',
      raise: async (place) => {
        const harness = await SessionHarness.create();
        place.atEnd(() => harness.remove());
        await harness.writePlugin('many.json', { id: 'nf-many', executors: ['one', 'two'] });
        return harness.open({ plugins: [harness.path('many.json')] });
      },
    },
    {
      code: 'PROCESS_UNSUPPORTED',
      title: 'a process of a session that the executor cannot run',
      raise: () =>
        openSession({
          plugins: [packageRoot],
          config: SETTINGS,
          workDir: 's3://my-bucket/work',
          processes: [{ process: 'HELLO', time: '1 h' }],
        }),
    },
    {
      code: 'SHUT_DOWN',
      title: 'a task of a session that is closed',
      raise: async (place) => {
        const session = await open(place);
        await session.close();
        return session.run(HELLO);
      },
    },
    {
      code: 'SHUT_DOWN',
      title: 'a session whose signal was aborted before',
      raise: (place) => open(place, { signal: AbortSignal.abort() }),
    },
  ];
}

const SETTINGS = {
  aws: {
    region: 'us-east-1',
    ecs: {
      cluster: 'nextflow-cluster',
      executionRole: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    },
  },
  wave: { enabled: true },
  fusion: { enabled: true },
};
