import { expect } from 'chai';
import type { Backend } from '../../../host/backend/backend.js';
import { assembleSurvey } from '../../../host/survey/open-survey.js';
import type { SurveyOptions } from '../../../host/survey/survey-api.js';
import type { BackendTask, Housekeeping } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { begun, HistoryFolder, submitted } from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';

const FIRST = begun(1, { runName: 'calm_bohr', configFiles: ['first.config'] });
const SECOND = begun(2, { runName: 'happy_curie', sessionId: '0a1b2c3d-0000-4000-8000-000000000002' });
const LOCAL = begun(3, {
  runName: 'local_one',
  sessionId: '0a1b2c3d-0000-4000-8000-000000000003',
  localFiles: 'x',
});
const STRANGER = '99999999-0000-4000-8000-000000000009';

function task(id: string, changes: Partial<BackendTask> = {}): BackendTask {
  return { nativeId: `fake/${id}`, sessionId: FIRST.sessionId, state: 'RUNNING', ...changes };
}

const hash = (digits: string): string => digits.padEnd(32, '0');

describe(assembleSurvey.name, () => {
  let folder: HistoryFolder;
  let opened: string[];
  let asked: (string | undefined)[];
  let closed: number;
  let keepers: number;

  const tasks = [
    task('1', { runName: 'calm_bohr', process: 'ALIGN', name: 'ALIGN (7)', hash: hash('abcdef01') }),
    task('2', { sessionId: SECOND.sessionId, runName: 'happy_curie', hash: hash('abcd77') }),
    task('3', { sessionId: STRANGER, runName: 'far_away' }),
  ];

  beforeEach(async () => {
    folder = await HistoryFolder.create();
    [opened, asked, closed, keepers] = [[], [], 0, 1];
  });
  afterEach(() => folder.remove());

  function backend(): Backend {
    const housekeeping = {
      tasks: async function* (session?: string) {
        asked.push(session);
        for (const one of tasks)
          if (session === undefined || one.sessionId === session) yield await Promise.resolve(one);
      },
    } as unknown as Housekeeping;
    return {
      files: {
        readPart: () => Promise.resolve(undefined),
        close: () => undefined,
      } as unknown as Backend['files'],
      executor: () => undefined,
      housekeepers: () =>
        Array.from({ length: keepers }, (_, at) => ({ executor: `fake${at}`, housekeeping })),
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
  }

  async function found(...names: string[]): Promise<string[]> {
    const owner = { program: 'test 1', host: 'desk', processSpace: 'here', pid: 1, isAlive: () => true };
    const options: SurveyOptions = {
      ...{ history: folder.path, cwd: '/here', names, configFiles: [], builtInPlugins: [], owner },
      ...{ clock: new FakeClock(), random: () => 0.5, logger: new RecordingLogger() },
    };
    const survey = await assembleSurvey(options, {
      ofFolder: () => {
        opened.push('folder');
        return Promise.resolve(backend());
      },
      ofRun: ({ runName }) => {
        opened.push(runName);
        return Promise.resolve(backend());
      },
    });
    const ids: string[] = [];
    for await (const { task: one } of survey.tasks()) ids.push(one.nativeId);
    await survey.close();
    return ids;
  }

  it('shows the tasks of all runs, on the backend of the newest run that has one', async () => {
    for (const run of [FIRST, SECOND, LOCAL]) await folder.write(run, []);
    expect(await found()).to.deep.equal(['fake/1', 'fake/2', 'fake/3']);
    expect(opened).to.deep.equal(['happy_curie']);
    expect(asked).to.deep.equal([undefined]);
    expect(closed).to.equal(1);
  });

  it('shows those on the backend of the configuration where no run was begun', async () => {
    expect(await found()).to.have.length(3);
    expect(opened).to.deep.equal(['folder']);
  });

  it('asks for the sessions alone that names of runs stand for', async () => {
    for (const run of [FIRST, SECOND]) await folder.write(run, []);
    expect(await found('calm_bohr')).to.deep.equal(['fake/1']);
    expect(await found('last')).to.deep.equal(['fake/2']);
    expect(opened).to.deep.equal(['calm_bohr', 'happy_curie']);
    expect(asked).to.deep.equal([FIRST.sessionId, SECOND.sessionId]);
  });

  it('asks for a session that no history here knows', async () => {
    expect(await found(STRANGER)).to.deep.equal(['fake/3']);
    expect(asked).to.deep.equal([STRANGER]);
  });

  it('looks through all for a hash, and for runs of other folders', async () => {
    await folder.write(SECOND, []);
    expect(await found('ab/cdef01', 'far_away', 'happy_curie')).to.deep.equal(['fake/2', 'fake/3', 'fake/1']);
    expect(asked).to.deep.equal([undefined]);
  });

  it('looks through all for a task, a process and the beginning of a hash', async () => {
    for (const name of ['ALIGN', 'ALIGN (7)', 'ab/cde', 'ABCDE', hash('abcdef01')])
      expect(await found(name), name).to.deep.equal(['fake/1']);
    expect(await found('ab/cde', 'calm_bohr', 'happy_curie')).to.deep.equal(['fake/1', 'fake/2']);
  });

  it('tells the tasks whose hashes begin alike', async () => {
    const { code, message } = await refusalOf(found('ab/cd'));
    expect(code).to.equal('TASK_AMBIGUOUS');
    expect(message).to.contain(
      'ab/cdef01 (ALIGN (7) of run calm_bohr), ab/cd7700 (a task of run happy_curie)',
    );
  });

  describe('of a name that nothing running goes by', () => {
    it('shows nothing where the history knows it', async () => {
      const gone = begun(4, { runName: 'gone_by', sessionId: '0a1b2c3d-0000-4000-8000-000000000004' });
      const { hash: digits, name, process } = submitted(3);
      await folder.write(gone, [submitted(3)]);
      for (const known of ['gone_by', gone.sessionId, name, process, digits.slice(0, 6)])
        expect(await found(known), known).to.deep.equal([]);
    });

    it('is refused with what runs and the nearest name where the history does not', async () => {
      await folder.write(FIRST, []);
      const { code, message } = await refusalOf(found('calm_bor'));
      expect(code).to.equal('TASK_UNKNOWN');
      expect(message).to.equal(
        `Cannot find "calm_bor": no run, process or task of that name is running, and the history in ${folder.path} ` +
          'knows none; running: calm_bohr, happy_curie, far_away. Did you mean calm_bohr?',
      );
    });

    it('is refused for a session id, a hash and a name among good ones, too', async () => {
      const nobody = '77777777-0000-4000-8000-000000000007';
      expect((await refusalOf(found(nobody))).message).to.contain('running: calm_bohr, happy_curie');
      expect((await refusalOf(found('calm_bohr', 'ff/00', 'zz'))).message).to.contain(
        'Cannot find "ff/00", "zz":',
      );
    });
  });

  it('shows a task once that two executors tell of', async () => {
    keepers = 2;
    expect(await found()).to.deep.equal(['fake/1', 'fake/2', 'fake/3']);
  });

  it('is refused where no executor can tell', async () => {
    keepers = 0;
    expect((await refusalOf(found())).code).to.equal('HOUSEKEEPING_MISSING');
    expect(closed).to.equal(1);
  });
});
