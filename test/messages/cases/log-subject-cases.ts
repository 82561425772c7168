import { CleanRuns } from '../../../host/housekeeping/clean-runs.js';
import type { RunBegun } from '../../../host/history/history-record.js';
import type { LogOptions, OpenedLogs } from '../../../host/logs/logs-api.js';
import { openLogs } from '../../../host/logs/open-logs.js';
import { hashAmbiguous, nothingNamed, RunningNames } from '../../../host/survey/survey-errors.js';
import { openSurvey } from '../../../host/survey/open-survey.js';
import type { TaskSurvey } from '../../../host/survey/survey-api.js';
import { memoryPlugin, writePlugin } from '../../support/memory-plugin.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { FakeClock } from '../../support/fake-clock.js';
import { begun, linesOf, refused, submitted } from '../../host/history/history-folder.js';
import { historyFileName } from '../../../host/history/history-files.js';
import type { MessageCase } from '../message-case.js';
import type { Place } from '../place.js';

const hash = (beginning: string): string => beginning.padEnd(32, '0');

/** Asks for logs where one run with two tasks was made. */
async function logsOf(
  place: Place,
  wish: Partial<LogOptions>,
  changes: Partial<RunBegun> = {},
): Promise<OpenedLogs> {
  const run = begun(1, changes);
  await place.write(
    `.nf-awsecs/history/${historyFileName(run)}`,
    linesOf([
      run,
      submitted(1, { hash: hash('abcdef01'), name: 'HELLO' }),
      submitted(2, { hash: hash('abcdef02'), name: 'BYE', process: 'BYE' }),
      refused(3, { hash: hash('ef000003') }),
    ]),
  );
  return open(place, wish);
}

function open(place: Place, wish: Partial<LogOptions>): Promise<OpenedLogs> {
  return openLogs({
    history: place.path('.nf-awsecs/history'),
    cwd: place.folder,
    all: false,
    follow: false,
    configFiles: [],
    builtInPlugins: [],
    clock: new FakeClock(),
    random: () => 0.5,
    isAlive: () => false,
    tell: () => undefined,
    signal: new AbortController().signal,
    ...wish,
  });
}

/** Asks for running tasks where the only executor knows nothing of them. */
async function tasksOf(place: Place): Promise<TaskSurvey> {
  await writePlugin(place.path('nf-memory'), {}, memoryPlugin('memory'));
  return openSurvey({
    ...{ history: place.path('.nf-awsecs/history'), cwd: place.folder, names: [], configFiles: [] },
    builtInPlugins: [place.path('nf-memory/plugin.json')],
    owner: { program: 'nf-awsecs 1', host: 'desk', processSpace: 'here', pid: 1, isAlive: () => true },
    ...{ clock: new FakeClock(), random: () => 0.5, logger: new RecordingLogger() },
  });
}

const running = { sessionId: begun(1).sessionId, runName: 'happy_curie', process: 'HELLO', state: 'RUNNING' };

/** What is refused to who asks for logs, or for running tasks. */
export function logSubjectCases(): readonly MessageCase[] {
  return [
    {
      code: 'HOUSEKEEPING_MISSING',
      title: 'running tasks of an executor that cannot tell whose they are',
      raise: tasksOf,
    },
    {
      code: 'HISTORY_EMPTY',
      title: 'logs in a folder where no run was made',
      raise: (place) => open(place, {}),
    },
    {
      code: 'RUN_UNKNOWN',
      title: 'logs of a run whose name is nearly right',
      raise: (place) => logsOf(place, { run: 'happy_curi' }),
    },
    {
      code: 'TASK_UNKNOWN',
      title: 'logs of a process whose name is nearly right',
      raise: (place) => logsOf(place, { what: 'HELO' }),
    },
    {
      code: 'TASK_UNKNOWN',
      title: 'logs of a task of another run',
      raise: (place) => logsOf(place, { what: '12/345678', run: 'last' }),
    },
    {
      code: 'TASK_UNKNOWN',
      title: 'running tasks of a run whose name is nearly right',
      raise: () => {
        const names = new RunningNames();
        names.add({ ...running, nativeId: 'fake/1' });
        return Promise.reject(
          nothingNamed(['happy_curi'], names, { folder: '.nf-awsecs/history', known: [] }),
        );
      },
    },
    {
      code: 'TASK_UNKNOWN',
      title: 'running tasks of names like nothing, where nothing runs',
      raise: () =>
        Promise.reject(
          nothingNamed(['ff/00', 'zz'], new RunningNames(), { folder: '.nf-awsecs/history', known: [] }),
        ),
    },
    {
      code: 'TASK_AMBIGUOUS',
      title: 'running tasks by a hash that two have',
      raise: () =>
        Promise.reject(
          hashAmbiguous('ab/cd', [
            { ...running, nativeId: 'fake/1', name: 'HELLO (1)', hash: hash('abcdef01') },
            { ...running, nativeId: 'fake/2', name: 'HELLO (2)', hash: hash('abcdef02') },
          ]),
        ),
    },
    {
      code: 'LOGS_UNREADABLE',
      title: 'logs of a run whose file is a folder now',
      raise: async (place) => {
        const { workDir } = submitted(1, { hash: hash('abcdef01') });
        await place.write(`cloud/${workDir.replace('s3://', '')}/.command.out/in-its-way`, '');
        const logs = await logsOf(place, { what: 'abcdef01' }, { localFiles: place.path('cloud') });
        return logs.lines().next();
      },
    },
    {
      code: 'HISTORY_UNSAFE',
      title: 'cleaning by a history that names a folder of somebody else',
      raise: async (place) => {
        const run = begun(1);
        await place.write(
          `.nf-awsecs/history/${historyFileName(run)}`,
          linesOf([run, submitted(1, { workDir: 's3://other-bucket/precious' })]),
        );
        const unreached = { of: () => Promise.reject(new Error('nothing is reached')) };
        return new CleanRuns(
          {
            history: place.path('.nf-awsecs/history'),
            wish: { names: ['last'] },
            ...{ force: true, keepLogs: false, signal: new AbortController().signal },
            isAlive: () => false,
            tell: () => undefined,
            cleared: () => undefined,
          },
          unreached,
        ).execute();
      },
    },
    {
      code: 'TASK_NEVER_SUBMITTED',
      title: 'logs of a task that the backend refused',
      raise: (place) => logsOf(place, { what: 'ef/000003' }),
    },
    {
      code: 'TASK_AMBIGUOUS',
      title: 'logs of a hash that two tasks have',
      raise: (place) => logsOf(place, { what: 'ab/cd' }),
    },
  ];
}
