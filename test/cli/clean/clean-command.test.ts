import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import type { CleanOptions, CleanResult } from '../../../host/housekeeping/clean-api.js';
import { begun } from '../../host/history/history-folder.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';

const DAY = 86_400_000;
const nothing: CleanResult = {
  ...{ runs: [], kept: [], folders: 0, files: 0, size: 0, shared: 0, sharedBy: [], interrupted: false },
};

describe('nf-awsecs clean', () => {
  let context: FakeContext;
  let services: FakeServices;
  beforeEach(() => {
    context = new FakeContext({}, '/home/me');
    services = new FakeServices();
    services.clean = () => Promise.resolve(nothing);
  });

  const run = (...args: string[]): Promise<number> => runCommandLine(['clean', ...args], context, services);
  const asked = (): CleanOptions | undefined => services.cleanings[0]?.options;
  const finds = (changes: Partial<CleanResult>): void => {
    services.clean = async ({ cleared }) => {
      await cleared({ uri: 's3://b/w/ab/cd', files: 2, size: 2048 });
      return { ...nothing, runs: [begun(1)], folders: 1, files: 2, size: 2048, ...changes };
    };
  };

  it('tells what it would remove of the last run where nothing is said', async () => {
    finds({});
    expect(await run()).to.equal(0);
    expect(asked()).to.deep.include({ wish: { names: ['last'] }, force: false, keepLogs: false });
    expect(asked()?.history).to.equal('/home/me/.nf-awsecs/history');
    expect(context.stdout.lines).to.deep.equal([
      'Would remove s3://b/w/ab/cd (2 files, 2 KB)',
      'Would remove 1 work dir (2 files, 2 KB) and the history of 1 run.',
      'Nothing was removed; -f removes it.',
      '',
    ]);
  });

  it('removes where it is told to', async () => {
    finds({});
    expect(await run('one', 'two', '-f', '-q', '-c', 'my.config')).to.equal(0);
    expect(asked()).to.deep.include({ wish: { names: ['one', 'two'] }, force: true });
    expect(services.cleanings[0]?.ground.configFiles).to.deep.equal(['my.config']);
    expect(context.stdout.lines).to.deep.equal([
      'Removed 1 work dir (2 files, 2 KB) and the history of 1 run.',
      '',
    ]);
  });

  it('chooses runs as Nextflow does, and keeps logs', async () => {
    await run('-but', 'last', '-before', 'a_b', '-after', 'c_d', '-k', '-n');
    expect(asked()).to.deep.include({
      wish: { names: [], but: 'last', before: 'a_b', after: 'c_d' },
      keepLogs: true,
      force: false,
    });
  });

  it('tells why runs and work dirs stay, and fails where one was named', async () => {
    const kept = [
      { run: begun(1), why: { kind: 'running' } },
      { run: begun(1), why: { kind: 'session-in-use', runName: 'sad_turing', pid: 7, host: 'desk' } },
      { run: begun(1), why: { kind: 'tasks-run', tasks: 2 } },
    ] as const;
    finds({ kept, shared: 3, sharedBy: ['sad_turing'] });
    expect(await run('happy_curie', '-f')).to.equal(1);
    expect(context.stderr.lines).to.deep.equal([
      'Run happy_curie stays: it is running (process 4711 on desk). Let it end, or stop it there.',
      'Run happy_curie stays: run sad_turing (process 7 on desk) has its session. Let it end, or stop it there.',
      'Run happy_curie stays: 2 tasks of its session still run. Go on with it, with the options of that run: ' +
        `nf-awsecs run main.nf -resume ${begun(1).sessionId}; or end them: nf-awsecs stop ${begun(1).sessionId}`,
      '',
    ]);
    expect(context.stdout.text).to.contain('3 work dirs stay: used by sad_turing of the same session.');
    expect(await run('-but', 'last', '-f')).to.equal(0);
  });

  it('deregisters task definitions older than thirty days instead, where it is asked to', async () => {
    context.clock.advance(100 * DAY).catch(() => undefined);
    services.cleanDefinitions = async ({ cleared }) => {
      await cleared({ id: 'arn', name: 'nf-a:1', registeredAt: 0, inUse: false });
      return { cleared: 1, inUse: 1, young: 2, interrupted: false };
    };
    expect(await run('-definitions', '-f')).to.equal(0);
    expect(services.registrationCleanings[0]).to.include({ force: true });
    expect(services.registrationCleanings[0]?.before).to.equal(context.clock.now() - 30 * DAY);
    expect(context.stdout.lines[0]).to.equal('Deregistered nf-a:1 (of 1970-01-01)');
    expect(context.stdout.text).to.match(/Deregistered 1 task definition of before/);
    expect(services.cleanings).to.deep.equal([]);
  });

  it('tells moments to the second where one of a day decides', async () => {
    services.cleanDefinitions = async ({ before, cleared }) => {
      await cleared({ id: 'arn', name: 'nf-a:1', registeredAt: before - 1000, inUse: false });
      return { cleared: 1, inUse: 0, young: 1, interrupted: false };
    };
    await context.clock.advance(DAY - (context.clock.now() % DAY) + 90_000);
    await run('-definitions', '-older-than', '1m');
    expect(context.stdout.text)
      .to.match(/Would deregister nf-a:1 \(of \S+T00:00:29Z\)/)
      .and.match(/1 task definition stays: registered since \S+T00:00:30Z\./);
    context = new FakeContext();
    await run('-definitions', '-before', '2026-01-02');
    expect(context.stdout.text).to.contain('(of 2026-01-01)').and.contain('of before 2026-01-02.');
  });

  it('takes another age, or a date', async () => {
    services.cleanDefinitions = () => Promise.resolve({ cleared: 0, inUse: 0, young: 0, interrupted: false });
    await run('-definitions', '-older-than', '12h');
    await run('-definitions', '-before', '2026-01-01');
    expect(services.registrationCleanings.map(({ before }) => before)).to.deep.equal([
      context.clock.now() - DAY / 2,
      Date.UTC(2026, 0, 1),
    ]);
  });

  for (const [line, complaint] of [
    ['-f -n', '-force and -dry-run contradict'],
    ['-older-than 3d', 'Add -definitions'],
    ['-definitions one', 'leave one out'],
    ['-definitions -but one', 'Option -but is for runs'],
    ['-definitions -k', 'Option -keep-logs is for runs'],
    ['-definitions -before happy_curie', 'must be a date'],
    ['-definitions -before 2026-01-01 -older-than 3d', 'both say how old'],
    ['-definitions -older-than soon', 'must be a duration'],
  ] as const) {
    it(`refuses ${line}`, async () => {
      expect(await run(...line.split(' '))).to.equal(2);
      expect(context.stderr.text).to.contain(complaint);
      expect(services.cleanings).to.deep.equal([]);
      expect(services.registrationCleanings).to.deep.equal([]);
    });
  }

  it('ends behind what is under way at Ctrl-C, and says so', async () => {
    services.clean = ({ signal }) => {
      context.signal('SIGINT');
      return Promise.resolve({ ...nothing, interrupted: signal.aborted });
    };
    expect(await run('-f')).to.equal(130);
    expect(context.stderr.text).to.contain('SIGINT: ending behind what is under way');
    expect(context.stdout.text).to.contain('ended before it was through');
    expect(context.listeners).to.equal(0);
  });
});
