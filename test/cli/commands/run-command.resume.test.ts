import { expect } from 'chai';
import { join } from 'node:path';
import { RunCommand } from '../../../cli/commands/run-command.js';
import type { ResumePoint } from '../../../host/resume/resume-point.js';
import type { RunResult } from '../../../host/index.js';
import { settle } from '../../support/fake-clock.js';
import { type FakeContext } from '../fake-context.js';
import { FakeServices, hello, resultOf } from '../fake-services.js';
import { aborted, sayHello } from '../plays.js';
import { run, until, useRunFolder } from './run-folder.js';

const sessionId = '0af1c2d3-aaaa-4bbb-8ccc-ddddeeeeffff';
const earlier = {
  event: 'run-begun',
  time: Date.UTC(2026, 0, 1),
  runName: 'wise_curie',
  sessionId,
  program: 'nf-awsecs 0.1.0',
  scriptPath: 'main.nf',
  configFiles: [],
  workDir: 's3://my-bucket/work',
  executors: ['awsecs'],
  pid: 4711,
  host: 'desk',
} as const;

describe(`${RunCommand.name}, going on with a session`, () => {
  const folder = useRunFolder();

  async function resume(
    line: string,
    resumePoint: ResumePoint | undefined,
  ): Promise<{ context: FakeContext; services: FakeServices }> {
    const context = folder.contextOf();
    const services = new FakeServices(sayHello);
    services.resumePoint = resumePoint;
    expect(await run(line, context, services)).to.equal(0);
    return { context, services };
  }

  it('goes on with what the history of this folder answers, and says so', async () => {
    const { context, services } = await resume('main.nf -resume', { sessionId, run: earlier });
    expect(services.resumeWishes).to.deep.equal([
      {
        wanted: 'last',
        scriptPath: 'main.nf',
        cwd: folder.path,
        folder: join(folder.path, '.nf-awsecs/history'),
      },
    ]);
    expect(services.runs[0]?.options.resume).to.equal(sessionId);
    expect(context.stdout.lines.slice(2, 4)).to.deep.equal([
      'work dir: s3://my-bucket/work',
      `resuming session ${sessionId} of run wise_curie`,
    ]);
  });

  it('asks for what was named', async () => {
    const { services } = await resume('main.nf -resume=wise_curie', { sessionId, run: earlier });
    expect(services.resumeWishes[0]?.wanted).to.equal('wise_curie');
  });

  it('needs no history for a session id', async () => {
    const { context } = await resume(`main.nf -resume ${sessionId}`, { sessionId });
    expect(context.stdout.text).to.include(`resuming session ${sessionId}, of which this folder's history`);
  });

  it('begins anew where the script was never run here, and says so', async () => {
    const { context, services } = await resume('main.nf -resume', undefined);
    expect(services.runs[0]?.options).to.not.have.property('resume');
    expect(context.stdout.text).to.include('NOTE: No run of main.nf was made in this folder before');
  });

  const elsewhere: [title: string, line: string, point: ResumePoint, note: string][] = [
    [
      'another work dir',
      'main.nf -work-dir s3://my-bucket/other -resume',
      { sessionId, run: earlier },
      'NOTE: Run wise_curie worked in s3://my-bucket/work: nothing that it did is found from here. Give -work-dir s3://my-bucket/work to go on with it',
    ],
    [
      'AWS, and the earlier run was on a local cloud',
      'main.nf -resume',
      { sessionId, run: { ...earlier, localFiles: '.nf-awsecs/local/s3' } },
      'NOTE: Run wise_curie was on a local cloud: nothing that it did is found from here. Add -local to go on with it',
    ],
    [
      'a local cloud, and the earlier run was on AWS',
      'main.nf -local -resume',
      { sessionId, run: earlier },
      'NOTE: Run wise_curie was on AWS: nothing that it did is found from here. Leave -local out to go on with it',
    ],
  ];
  for (const [title, line, point, note] of elsewhere)
    it(`says that nothing is found in ${title}`, async () => {
      expect((await resume(line, point)).context.stdout.lines).to.include(note);
    });

  it('hands on that the tasks of dead runs are to be stopped', async () => {
    const { services } = await resume('main.nf -sweep', undefined);
    expect(services.runs[0]?.options.sweep).to.equal(true);
  });

  it('says, left at once, that more may run than it has taken over', async () => {
    const context = folder.contextOf();
    let finish: (result: RunResult) => void = () => undefined;
    const services = new FakeServices(() => new Promise((resolve) => (finish = resolve)));
    services.resumePoint = { sessionId, run: earlier };
    const code = run('main.nf -resume', context, services);
    await until(() => services.runs.length > 0);
    await settle();
    context.signal('SIGINT');
    await context.clock.advance(1000);
    context.signal('SIGINT');
    await settle();
    expect(context.stderr.text).to.equal(
      'SIGINT: ending the run. Ctrl-C again leaves at once.\n' +
        'Tasks of earlier runs of the session that were not taken over yet may run as well.\n' +
        '  See all of them: nf-awsecs ps happy_curie\n' +
        '  Stop them: nf-awsecs stop happy_curie\n',
    );
    finish(aborted);
    await code;
  });

  it('says at the end of a run that failed how to go on with it', async () => {
    const context = folder.contextOf();
    const services = new FakeServices((reporter) => {
      reporter.submitted(hello);
      return Promise.resolve(resultOf({ status: 'failed', succeeded: 0, failed: 1 }));
    });
    expect(await run('main.nf', context, services)).to.equal(1);
    expect(context.stdout.lines.at(-2)).to.equal('Go on with it: nf-awsecs run main.nf -resume session');
  });

  it('says so also where the run broke after it had submitted something, and not before', async () => {
    for (const [submits, words] of [
      [true, 'Go on with it'],
      [false, ''],
    ] as const) {
      const context = folder.contextOf();
      const services = new FakeServices((reporter) => {
        if (submits) reporter.submitted(hello);
        return Promise.reject(new Error('S3 is gone'));
      });
      expect(await run('main.nf', context, services)).to.equal(1);
      expect(context.stdout.text.includes('Go on with it')).to.equal(words !== '');
    }
  });
});
