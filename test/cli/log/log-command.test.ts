import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { historyFileName } from '../../../host/history/history-files.js';
import type { HistoryRecord, RunBegun } from '../../../host/history/history-record.js';
import { begun, ended, linesOf, runEnded, submitted } from '../../host/history/history-folder.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

describe('nf-awsecs log', () => {
  let folder: string;
  let context: FakeContext;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nxf-log-'));
    context = new FakeContext({}, folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function lay(run: RunBegun, records: readonly HistoryRecord[]): Promise<void> {
    const history = join(folder, '.nf-awsecs', 'history');
    await mkdir(history, { recursive: true });
    await writeFile(join(history, historyFileName(run)), linesOf([run, ...records]));
  }
  const two = async (): Promise<void> => {
    await lay(begun(1, { command: 'nf-awsecs run main.nf -w s3://b/w' }), [
      submitted(2),
      ended(2),
      runEnded(3),
    ]);
    await lay(begun(9, { runName: 'sad_turing', pid: 12 }), [submitted(10)]);
  };
  const run = (...args: string[]): Promise<number> =>
    runCommandLine(['log', ...args], context, new FakeServices());
  const lines = (): string[] => context.stdout.text.trimEnd().split('\n');

  it('lists the runs, oldest first', async () => {
    await two();
    expect(await run()).to.equal(0);
    expect(lines()[0]).to.match(/^TIMESTAMP +DURATION +RUN NAME +STATUS +SESSION ID +COMMAND$/);
    expect(lines()[1]).to.match(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +3s +happy_curie +OK +0a1b.* nf-awsecs run main.nf -w/,
    );
    expect(lines()[2]).to.match(/ - +sad_turing +KILLED +0a1b.* nf-awsecs 0.1.0: main.nf$/);
  });

  it('lists names alone, of the runs that are asked for', async () => {
    await two();
    await run('-q', '-after', 'happy_curie');
    expect(lines()).to.deep.equal(['sad_turing']);
  });

  it('lists the tasks of a run', async () => {
    await two();
    await run('happy_curie');
    expect(lines()[0]).to.match(/^HASH +STATUS +EXIT +ATTEMPT +DURATION +NAME +WORKDIR$/);
    expect(lines()[1]).to.match(
      /^00\/000002 +COMPLETED +0 +1 +1s +HELLO \(2\) +s3:\/\/my-bucket\/work\/00\/000002e+$/,
    );
    expect(lines()).to.have.length(2);
  });

  it('lists what is asked of tasks, for all runs where none is named', async () => {
    await two();
    await run('-f', 'run_name,name,status,exit', '-s', ';');
    expect(lines()).to.deep.equal(['happy_curie;HELLO (2);COMPLETED;0', 'sad_turing;HELLO (10);UNKNOWN;-']);
  });

  it('lists work dirs alone, as Nextflow does', async () => {
    await two();
    await run('happy_curie', '-q');
    expect(lines()).to.deep.equal([submitted(2).workDir]);
  });

  it('writes JSON of runs and of tasks', async () => {
    await two();
    await run('-o', 'json');
    await run('last', '-o', 'json', '-f', 'name,exit');
    const [runs, tasks] = context.stdout.text
      .split(/(?<=\])\n/)
      .map((text) => text && (JSON.parse(text) as object[]));
    expect(runs).to.have.length(2);
    expect(runs?.[0]).to.include({ run_name: 'happy_curie', status: 'OK', duration: 3000 });
    expect(tasks).to.deep.equal([{ name: 'HELLO (10)', exit: null }]);
  });

  it('writes an empty list of JSON where a run has no tasks', async () => {
    await lay(begun(1), [runEnded(2)]);
    await run('last', '-o', 'json');
    expect(lines()).to.deep.equal(['[]']);
  });

  it('refuses names alone as objects', async () => {
    expect(await run('-q', '-o', 'json')).to.equal(2);
    expect(context.stderr.text).to.contain('Options -quiet and -output json contradict each other.');
  });

  it('lists the fields there are, and refuses others', async () => {
    expect(await run('-l')).to.equal(0);
    expect(context.stdout.text).to.contain('native_id');
    expect(await run('last', '-f', 'nonsense')).to.equal(2);
    expect(context.stderr.text).to.contain('found: nonsense');
  });

  it('prints no table where there is no such run', async () => {
    await two();
    expect(await run('hapy_curie')).to.equal(1);
    expect(context.stdout.text).to.equal('');
    expect(context.stderr.text).to.contain('Did you mean happy_curie?');
  });

  it('stops where its reader leaves', async () => {
    await lay(begun(1), Array.from({ length: 5_000 }, (_, n) => [submitted(n), ended(n)]).flat());
    context.stdout.closesAfter = 3;
    expect(await run('last')).to.equal(0);
    expect(context.stdout.text.trimEnd().split('\n')).to.have.length(3);
  });
});
