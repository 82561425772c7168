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
    expect(errorReport(task, refused, {})).to.not.contain('Tip:');
    const report = errorReport(task, { ...refused, advice: 'Create the cluster.' }, {});
    expect(report.endsWith('\n\nTip: Create the cluster.')).to.equal(true);
  });

  it('leaves the container out where there is none', () => {
    const { name, script, workDir } = task;
    expect(errorReport({ name, script, workDir }, outcome, {})).to.not.contain('Container:');
  });
});
