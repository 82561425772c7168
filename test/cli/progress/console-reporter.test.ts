import { expect } from 'chai';
import { ConsoleReporter } from '../../../cli/progress/console-reporter.js';
import { PlainScreen } from '../../../cli/progress/plain-screen.js';
import { createStyle } from '../../../cli/progress/style.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordedStream } from '../fake-context.js';
import { hello } from '../fake-services.js';

interface Reported {
  readonly reporter: ConsoleReporter;
  readonly stdout: RecordedStream;
  readonly stderr: RecordedStream;
  readonly clock: FakeClock;
}

const own = { version: '0.1.0', command: 'nf-awsecs run main.nf -w s3://b/w -name me -sweep' };

function report(): Reported {
  const stdout = new RecordedStream();
  const stderr = new RecordedStream();
  const clock = new FakeClock();
  const screen = new PlainScreen(stdout, stderr);
  return { reporter: new ConsoleReporter(screen, createStyle(false), own, clock), stdout, stderr, clock };
}

const failed = {
  kind: 'failed',
  exitStatus: 1,
  reason: 'why',
  evidence: {},
  retry: { class: 'counted' },
} as const;
const noop = (): void => undefined;

describe(ConsoleReporter.name, () => {
  it('knows the tasks that have not come to an end', () => {
    const { reporter } = report();
    reporter.submitted(hello);
    reporter.submitted({ ...hello, workDir: 's3://b/other', nativeId: 'second' });
    expect(reporter.unfinished()).to.deep.equal([
      hello,
      { ...hello, workDir: 's3://b/other', nativeId: 'second' },
    ]);
    reporter.completed(hello);
    expect(reporter.unfinished()).to.deep.equal([{ ...hello, workDir: 's3://b/other', nativeId: 'second' }]);
  });

  it('forgets the attempt that a resubmission replaces', () => {
    const { reporter } = report();
    const outcome = {
      kind: 'interrupted',
      reason: 'the spot instance was reclaimed',
      evidence: {},
      retry: { class: 'free', budget: 'spot', max: 5 },
    } as const;
    reporter.submitted(hello);
    reporter.resubmitted(hello, outcome, 1, 5, 0);
    expect(reporter.unfinished()).to.deep.equal([]);
  });

  it('prints a note for every failure where nothing is redrawn', () => {
    const { reporter, stdout } = report();
    for (let count = 1; count <= 30; count++) reporter.retried(hello, failed, count, 30, 0);
    reporter.ignored(hello, failed);
    expect(stdout.lines.filter((line) => line.includes('NOTE'))).to.have.length(31);
  });

  it('says that the run finishes where somebody has to wait for that, and what fails then', () => {
    const { reporter, stdout } = report();
    reporter.finishing(hello, failed, 0);
    expect(stdout.text).to.equal('');
    reporter.finishing(hello, failed, 1);
    reporter.failed(hello, failed);
    reporter.ignored({ name: 'A', process: 'A' }, failed);
    expect(stdout.lines.filter((line) => line.includes('NOTE'))).to.have.length(3);
  });

  it('prints the first notes on each process above what is redrawn, then one that says so', () => {
    const printed: string[] = [];
    const screen = {
      live: true,
      print: (text: string) => printed.push(text),
      printError: noop,
      draw: noop,
      finish: noop,
    };
    const reporter = new ConsoleReporter(screen, createStyle(false), own, new FakeClock());
    for (let count = 1; count <= 500; count++) reporter.retried(hello, failed, count, 500, 0);
    reporter.resubmitted(hello, failed, 1, 5, 0);
    reporter.ignored({ ...hello, process: 'OTHER' }, failed);
    expect(printed).to.have.length(22);
    expect(printed[20]).to.equal('NOTE: Further failures of process `HELLO` are counted in its line only');
    expect(printed[21]).to.contain('Error is ignored');
  });

  it('ends output with a line end and prints nothing for nothing', () => {
    const { reporter, stdout } = report();
    reporter.output('');
    reporter.output('no end');
    reporter.output('an end\n');
    expect(stdout.text).to.equal('no end\nan end\n');
  });

  it('says how the stopping goes, once a second and at the end', async () => {
    const { reporter, stdout, clock } = report();
    reporter.stopping(0, 0);
    for (let stopped = 0; stopped < 50; stopped++) reporter.stopping(stopped, 100);
    await clock.advance(1000);
    for (let stopped = 50; stopped <= 100; stopped++) reporter.stopping(stopped, 100);
    expect(stdout.lines).to.deep.equal([
      'Stopping: 0 of 100 tasks',
      'Stopping: 50 of 100 tasks',
      'Stopping: 100 of 100 tasks',
      '',
    ]);
  });

  it('says what is waited for where an end takes long, once, and not after it', async () => {
    const { reporter, stderr, clock } = report();
    reporter.submitted(hello);
    reporter.ending();
    await clock.advance(4999);
    reporter.stopping(1, 1);
    await clock.advance(4999);
    expect(stderr.text).to.equal('');
    await clock.advance(20_000);
    expect(stderr.text).to.equal(
      'Waiting for 1 task that is not seen to end yet, at most 30.0 s once their stops are accepted: [ab/cdef01] HELLO\n',
    );
    reporter.finish();
    expect(clock.timers).to.equal(0);
  });

  it('is silent where the end comes soon', async () => {
    const { reporter, stderr, clock } = report();
    reporter.submitted(hello);
    reporter.ending();
    reporter.completed(hello);
    await clock.advance(60_000);
    expect(stderr.text).to.equal('');
  });

  it('names what dead runs left, and both ways to go on from there', () => {
    const { reporter, stdout } = report();
    reporter.leftBehind([
      { runName: 'calm_bohr', sessionId: 'a-1', tasks: 2 },
      { runName: 'wise_curie', sessionId: 'b-2', tasks: 1 },
    ]);
    expect(stdout.lines).to.deep.equal([
      'NOTE: 3 tasks were left behind by 2 dead runs of this script, and may run for days:',
      '  calm_bohr: 2   (go on with it: nf-awsecs run main.nf -w s3://b/w -resume a-1)',
      '  wise_curie: 1   (go on with it: nf-awsecs run main.nf -w s3://b/w -resume b-2)',
      '  stop them: nf-awsecs stop calm_bohr wise_curie, or -sweep on the next run',
      '',
    ]);
  });

  it('counts the sweeping as it counts the stopping', () => {
    const { reporter, stdout } = report();
    for (let stopped = 1; stopped <= 3; stopped++) reporter.sweeping(stopped, 3);
    expect(stdout.lines).to.deep.equal([
      'Sweeping: 1 of 3 tasks of dead runs',
      'Sweeping: 3 of 3 tasks of dead runs',
      '',
    ]);
  });
});
