import { expect } from 'chai';
import {
  renderFailed,
  renderFinishing,
  renderHeader,
  renderIgnored,
  renderCached,
  renderResubmitted,
  renderRetried,
  renderSubmitted,
  renderSummary,
} from '../../../cli/progress/render-lines.js';
import { createStyle } from '../../../cli/progress/style.js';
import type { TaskOutcome } from '../../../spi/index.js';
import { hello, resultOf } from '../fake-services.js';

const plain = createStyle(false);

describe(renderHeader.name, () => {
  it('names version, run, script and work dir', () => {
    const run = {
      runName: 'happy_curie',
      sessionId: 's',
      scriptPath: 'main.nf',
      workDir: 's3://my-bucket/work',
      executors: ['awsecs'],
    };
    expect(renderHeader(run, '0.1.0', plain)).to.deep.equal([
      'nf-awsecs 0.1.0  ~  run happy_curie',
      'script:   main.nf',
      'work dir: s3://my-bucket/work',
    ]);
  });
});

describe(renderSubmitted.name, () => {
  it("reads as in Nextflow's log", () => {
    expect(renderSubmitted(hello, plain)).to.equal('[ab/cdef01] Submitted process > HELLO');
    expect(renderCached(hello, plain)).to.equal('[ab/cdef01] Cached process > HELLO');
  });
});

describe('a task that was taken over', () => {
  it('is told apart from one that was submitted', () => {
    const line = renderSubmitted({ ...hello, adopted: true }, plain);
    expect(line).to.equal('[ab/cdef01] Adopted process > HELLO');
  });
});

describe(renderResubmitted.name, () => {
  it('says which attempt it is, of how many, and why', () => {
    const outcome = {
      kind: 'interrupted',
      reason: 'the spot instance was reclaimed',
      evidence: {},
      retry: { class: 'free', budget: 'spot', max: 5 },
    } as const;
    expect(renderResubmitted(hello, outcome, { count: 2, max: 5, delayMs: 0 }, plain)).to.equal(
      '[ab/cdef01] NOTE: Process `HELLO` is submitted again (2 of at most 5): the spot instance was reclaimed',
    );
  });
});

describe(renderRetried.name, () => {
  const cases: [outcome: Partial<TaskOutcome>, delayMs: number, line: string][] = [
    [
      { kind: 'failed', exitStatus: 137 },
      0,
      'NOTE: Process `HELLO` terminated with an error exit status (137): why -- Execution is retried (1 of at most 3)',
    ],
    [
      { kind: 'out-of-memory', exitStatus: 137 },
      2000,
      'NOTE: Process `HELLO` failed: why -- Execution is retried in 2.0 s (1 of at most 3)',
    ],
    [
      { kind: 'failed', exitStatus: 0, reason: 'it\n  - says\u001b much' },
      0,
      'NOTE: Process `HELLO` failed: it - says\\u001B much -- Execution is retried (1 of at most 3)',
    ],
  ];
  for (const [outcome, delayMs, line] of cases) {
    it(`renders "${line}"`, () => {
      const whole = {
        kind: 'failed',
        reason: 'why',
        evidence: {},
        retry: { class: 'counted' },
        ...outcome,
      } as const;
      expect(renderRetried(hello, whole, { count: 1, max: 3, delayMs }, plain)).to.equal(
        `[ab/cdef01] ${line}`,
      );
    });
  }
});

describe(renderIgnored.name, () => {
  it('says what failed and that the run goes on', () => {
    const outcome = {
      kind: 'failed',
      exitStatus: 1,
      reason: 'why',
      evidence: {},
      retry: { class: 'counted' },
    } as const;
    expect(renderIgnored(hello, outcome, plain)).to.equal(
      '[ab/cdef01] NOTE: Process `HELLO` terminated with an error exit status (1): why -- Error is ignored',
    );
  });
});

const failed = {
  kind: 'failed',
  exitStatus: 3,
  reason: 'The command ended with status 3',
  evidence: {},
  retry: { class: 'counted' },
} as const;
const status = '[ab/cdef01] NOTE: Process `HELLO` terminated with an error exit status (3)';

describe(renderFinishing.name, () => {
  it('says what failed, and how many tasks are waited for', () => {
    const rest = 'waited for, nothing new is submitted';
    expect(renderFinishing(hello, failed, 2, plain)).to.equal(
      `${status} -- The run finishes: 2 running tasks are ${rest}`,
    );
    expect(renderFinishing(hello, failed, 1, plain)).to.equal(
      `${status} -- The run finishes: 1 running task is ${rest}`,
    );
  });
});

describe(renderFailed.name, () => {
  it('says the status once, and why the task is not retried', () => {
    const reason = `${failed.reason} (not retried: the run finishes)`;
    expect(renderFailed(hello, { ...failed, reason }, plain)).to.equal(
      `${status} (not retried: the run finishes)`,
    );
    expect(renderFailed(hello, { ...failed, reason: 'why' }, plain)).to.equal(`${status}: why`);
  });

  it('names the code of a task that could not be made, of which there is no hash', () => {
    const evidence = { code: 'BAD' };
    const outcome = { kind: 'not-submitted', reason: 'no', evidence, retry: { class: 'never' } } as const;
    expect(renderFailed({ name: 'A (2)', process: 'A' }, outcome, plain)).to.equal(
      'NOTE: Process `A (2)` failed: no [BAD]',
    );
  });
});

describe(renderSummary.name, () => {
  const cases: [result: ReturnType<typeof resultOf>, line: string][] = [
    [resultOf(), 'Completed in 2.1 s: 1 succeeded'],
    [resultOf({ succeeded: 0 }), 'Completed in 2.1 s: no task ran'],
    [resultOf({ cached: 3 }), 'Completed in 2.1 s: 3 cached, 1 succeeded'],
    [
      resultOf({ status: 'failed', duration: 65_000, failed: 1, aborted: 2 }),
      'Failed after 1 m 5 s: 1 succeeded, 1 failed, 2 aborted',
    ],
    [
      resultOf({ ignored: 2, retried: 3, resubmitted: 1 }),
      'Completed in 2.1 s: 1 succeeded, 2 ignored (3 retried, 1 resubmitted)',
    ],
    [resultOf({ status: 'aborted', succeeded: 0, aborted: 1 }), 'Stopped after 2.1 s: 1 aborted'],
  ];
  for (const [result, line] of cases) {
    it(`renders "${line}"`, () => expect(renderSummary(result, plain)).to.equal(line));
  }

  it('is green, red or yellow', () => {
    const style = createStyle(true);
    const colours = (['succeeded', 'failed', 'aborted'] as const).map((status) =>
      renderSummary(resultOf({ status }), style).slice(0, 5),
    );
    expect(colours).to.deep.equal(['\u001B[32m', '\u001B[31m', '\u001B[33m']);
  });
});
