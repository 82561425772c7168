import { expect } from 'chai';
import type { TaskOutcome } from '../../../spi/index.js';
import { errorReport } from '../../../host/report/error-report.js';

const task = {
  name: 'HELLO',
  script: 'echo "x"\n\nexit 3',
  workDir: 's3://my-bucket/work/ab/cdef',
  container: 'ubuntu:latest',
};
const outcome: TaskOutcome = {
  kind: 'failed',
  exitStatus: 3,
  reason: 'Essential container in task exited',
  evidence: {},
  retry: { class: 'counted' },
};

describe('errorReport', () => {
  it("has the layout of Nextflow's error block", () => {
    const tails = { stdout: 'out 1\nout 2\n', stderr: 'bad thing\n' };
    expect(errorReport(task, { ...outcome, advice: 'Look at the script.' }, tails)).to.equal(
      [
        "Error executing process > 'HELLO'",
        '',
        'Caused by:',
        '  Process `HELLO` terminated with an error exit status (3)',
        '  Essential container in task exited',
        '',
        'Command executed:',
        '  echo "x"',
        '',
        '  exit 3',
        '',
        'Command exit status:',
        '  3',
        '',
        'Command output:',
        '  out 1',
        '  out 2',
        '',
        'Command error:',
        '  bad thing',
        '',
        'Work dir:',
        '  s3://my-bucket/work/ab/cdef',
        '',
        'Container:',
        '  ubuntu:latest',
        '',
        'Tip: Look at the script.',
      ].join('\n'),
    );
  });

  it('shows a status nobody knows as - and missing output as empty', () => {
    const lost: TaskOutcome = {
      kind: 'lost',
      reason: 'The task is gone',
      evidence: {},
      retry: outcome.retry,
    };
    const report = errorReport(task, lost, { stderr: ' \n' });
    expect(report).to.contain('Caused by:\n  The task is gone\n');
    expect(report).to.contain('Command exit status:\n  -\n');
    expect(report).to.contain('Command output:\n  (empty)\n\nCommand error:\n  (empty)\n');
  });

  it('shows the last 50 lines of long output', () => {
    const stdout = Array.from({ length: 60 }, (_, index) => `line ${index}\n`).join('');
    const report = errorReport(task, outcome, { stdout });
    expect(report).to.contain('Command output:\n  line 10\n').and.to.contain('  line 59\n');
    expect(report).to.not.contain('line 9\n');
  });

  it('points at the work dir where there is no better advice', () => {
    expect(errorReport(task, outcome, {})).to.match(/Tip: .*aws s3 ls s3:\/\/my-bucket\/work\/ab\/cdef\/$/);
  });

  it('points at no files of a task that was never submitted', () => {
    const refused: TaskOutcome = {
      kind: 'not-submitted',
      reason: 'The cluster is gone',
      evidence: {},
      retry: { class: 'never' },
    };
    expect(errorReport(task, refused, {})).to.match(/Tip: Correct what the reason names, then run again\.$/);
    const report = errorReport(task, { ...refused, advice: 'Create the cluster.' }, {});
    expect(report.endsWith('\n\nTip: Create the cluster.')).to.equal(true);
  });

  it('names no work dir where no attempt was made', () => {
    const { name, script } = task;
    expect(errorReport({ name, script }, outcome, {}))
      .to.not.contain('Work dir')
      .and.to.not.contain('aws s3');
  });

  it('says the status once where the reason says nothing else', () => {
    const causes = (reason: string): string =>
      errorReport(task, { ...outcome, reason, evidence: { code: 'EXIT_STATUS' } }, {}).split('\n\n')[1] ?? '';
    const status = 'Caused by:\n  Process `HELLO` terminated with an error exit status (3)\n';
    expect(causes('The command ended with status 3')).to.equal(`${status}  [EXIT_STATUS]`);
    expect(causes('The command ended with status 3\nmore')).to.equal(`${status}  more\n  [EXIT_STATUS]`);
    expect(causes('The command ended with status 3 (retried once)')).to.contain(
      `${status}  (retried once)\n`,
    );
    expect(causes('The command ended with status 3: draining')).to.contain('status 3: draining');
    expect(causes('The command ended with status 30')).to.contain('status 30');
  });

  it('shows the backend’s copy of the output where the files say nothing, and only there', () => {
    const logged = { ...outcome, logTail: ['first', 'last'] };
    expect(errorReport(task, logged, { stdout: ' \n' })).to.contain(
      'Command error:\n  (empty)\n\nLog (from the backend):\n  first\n  last\n\nWork dir:',
    );
    expect(errorReport(task, logged, { stderr: 'bad' })).to.not.contain('from the backend');
    expect(errorReport(task, { ...outcome, logTail: [] }, {})).to.not.contain('from the backend');
  });

  it('names the places where one sees more', () => {
    const seeAlso = [{ what: 'Log stream', where: 'nf/task/abc' }];
    const report = errorReport({ ...task, logs: 'nf-awsecs logs ab/cdef01' }, { ...outcome, seeAlso }, {});
    expect(report).to.contain(
      'See also:\n  Log stream: nf/task/abc\n  More of its log: nf-awsecs logs ab/cdef01\n\nTip:',
    );
    expect(errorReport(task, outcome, {})).to.not.contain('See also');
  });

  it('tells every attempt of a task that had several', () => {
    const attempts = [
      { number: 1, kind: 'out-of-memory', exitStatus: 137, memory: 2 * 1024 ** 3 },
      { number: 2, kind: 'interrupted' },
    ] as const;
    expect(errorReport({ ...task, attempts }, outcome, {})).to.contain(
      'Attempts:\n  1. out of memory, exit 137 (memory 2 GB)\n  2. interrupted\n\nWork dir:',
    );
    expect(errorReport({ ...task, attempts: attempts.slice(0, 1) }, outcome, {})).to.not.contain('Attempts');
  });

  it('holds no credential, wherever one was said', () => {
    const secret = 'AKIAIOSFODNN7EXAMPLE';
    const everywhere = {
      ...outcome,
      reason: `denied for ${secret}`,
      advice: `Look at ${secret}.`,
      logTail: [`key ${secret}`],
      seeAlso: [{ what: 'Stream', where: secret }],
    };
    expect(errorReport({ ...task, script: `use ${secret}` }, everywhere, {})).to.not.contain(secret);
    expect(errorReport(task, outcome, { stdout: secret, stderr: secret })).to.not.contain(secret);
  });

  it('paints no terminal: colours go, other controls are written out, and progress bars end as one saw them', () => {
    const report = errorReport(
      task,
      { ...outcome, reason: 'a\u001b[2Jb' },
      {
        stdout: '\u001b[31mred\u001b[0m\r\n 10 %\r100 %\n',
        stderr: 'bell\u0007\n',
      },
    );
    expect(report).to.contain('Command output:\n  red\n  100 %\n').and.contain('bell\\u0007');
    expect(report)
      .to.contain('a\\u001B[2Jb')
      .and.satisfy((text: string) => !['\u0007', '\u001b', '\r'].some((sign) => text.includes(sign)));
  });

  it('shows the end of a line that is as long as a file', () => {
    const report = errorReport(task, outcome, { stdout: `${'x'.repeat(10 ** 6)}end` });
    expect(report.length).to.be.below(40_000);
    expect(report).to.contain('xend\n');
  });

  it('leaves the container out where there is none', () => {
    const { name, script, workDir } = task;
    expect(errorReport({ name, script, workDir }, outcome, {})).to.not.contain('Container:');
  });
});
