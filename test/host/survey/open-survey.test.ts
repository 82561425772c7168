import { expect } from 'chai';
import type { Backend } from '../../../host/backend/backend.js';
import { assembleSurvey } from '../../../host/survey/open-survey.js';
import type { SurveyOptions } from '../../../host/survey/survey-api.js';
import type { BackendTask, Housekeeping } from '../../../spi/index.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { begun, HistoryFolder } from '../history/history-folder.js';
import { refusalOf } from '../refusal-of.js';

const FIRST = begun(1, { runName: 'calm_bohr', configFiles: ['first.config'] });
const SECOND = begun(2, { runName: 'happy_curie', sessionId: '0a1b2c3d-0000-4000-8000-000000000002' });
const LOCAL = begun(3, { runName: 'local_one', sessionId: '0a1b2c3d-0000-4000-8000-000000000003', localFiles: 'x' });
const STRANGER = '99999999-0000-4000-8000-000000000009';

function task(id: string, changes: Partial<BackendTask> = {}): BackendTask {
  return { nativeId: `fake/${id}`, sessionId: FIRST.sessionId, state: 'RUNNING', ...changes };
}

describe(assembleSurvey.name, () => {
  let folder: HistoryFolder;
  let opened: string[];
  let asked: (string | undefined)[];
  let closed: number;
  let keepers: number;

  const tasks = [
    task('1', { runName: 'calm_bohr', hash: 'abcdef01'.padEnd(32, '0') }),
    task('2', { sessionId: SECOND.sessionId, runName: 'happy_curie' }),
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
        for (const one of tasks) if (session === undefined || one.sessionId === session) yield await Promise.resolve(one);
      },
    } as unknown as Housekeeping;
    return {
      files: { readPart: () => Promise.resolve(undefined), close: () => undefined } as unknown as Backend['files'],
      executor: () => undefined,
      housekeepers: () => Array.from({ length: keepers }, (_, at) => ({ executor: `fake${at}`, housekeeping })),
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
    expect(await found('ab/cdef01', 'far_away', 'happy_curie')).to.deep.equal(['fake/1', 'fake/2', 'fake/3']);
    expect(await found('nobody')).to.deep.equal([]);
    expect(asked).to.deep.equal([undefined, undefined]);
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
