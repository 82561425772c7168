import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RunTaskCommand,
  type ECSClient,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { costBound } from './cost-bound.js';
import { openLocalPlace, type LocalPlace } from './local-place.js';
import type { Question } from './question.js';
import { questions, unasked } from './questions.js';
import { renderReport, type SmokeReport } from './report.js';
import { runSmoke } from './smoke-command.js';
import { SmokeGround, type GroundOptions } from './smoke-ground.js';
import { smokeOptions } from './smoke-options.js';
import { smokeTest } from './smoke-test.js';

const ROLE = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';

describe('npm run smoke', function () {
  this.timeout(60_000);
  let folder: string;
  let local: LocalPlace;
  let options: GroundOptions;
  let stop: AbortController;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-smoke-'));
    local = await openLocalPlace(join(folder, 'cloud'));
    stop = new AbortController();
    options = {
      ecs: local.ecs,
      id: 'test',
      cluster: local.place.cluster,
      executionRole: ROLE,
      image: 'busybox',
      provider: 'MANAGED_INSTANCES',
      clock: local.clock,
      interval: 5_000,
      signal: stop.signal,
    };
  });

  afterEach(async () => {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('asks every question, ends what it started, and writes down what it learned', async () => {
    const said: string[] = [];
    const report = await runSmoke(
      local.place,
      { image: 'busybox', out: join(folder, 'out'), deadline: 90 },
      {
        ...local,
        signal: stop.signal,
        id: 'test',
        at: '2026-01-01T00:00:00.000Z',
        say: (line) => void said.push(line),
      },
    );
    expect(report.left).to.deep.equal([]);
    expect(report.findings.map(({ number, kind }) => `${number} ${kind}`)).to.deep.equal(
      questions.map(({ number }) => `${number} learned`),
    );
    const answers = report.findings.map((finding) => finding.kind === 'learned' && finding.learned.answer);
    expect(answers[0]).to.equal('Yes: the task has what the overrides ask for.');
    expect(answers[3]).to.equal('RunTask takes it.');
    expect(await alive(local.ecs)).to.deep.equal([]);
    const written = JSON.parse(await readFile(join(folder, 'out', 'test.json'), 'utf8')) as SmokeReport;
    expect(written).to.deep.equal(JSON.parse(JSON.stringify(report)));
    const page = await readFile(join(folder, 'out', 'test.md'), 'utf8');
    for (const { question } of [...questions, ...unasked]) expect(page).to.include(question);
    expect(await readFile(join(folder, 'cloud/s3/my-bucket/nf-awsecs-smoke/test.md'), 'utf8')).to.equal(page);
    // What it will start and cost comes before the first answer.
    const bound = said.findIndex((line) => line.includes('At most US$'));
    const first = said.findIndex((line) => line.startsWith('1. '));
    expect(bound).to.be.within(0, first);
  });

  const starts = { tasks: 1, vCpus: 1, minutes: 1 };
  const question = (ask: Question['ask']): Question => ({
    ...{ number: 1, question: 'Does it?', does: 'tries', starts, ask },
  });
  const leave = async (ground: SmokeGround): Promise<void> => {
    await ground.run(await ground.define('left', 'sleep 3600'));
  };

  it('stops what a failed question left, and goes on with the next', async () => {
    const fails = question(async (ground) => {
      await leave(ground);
      throw new Error('boom');
    });
    const works = question(() => Promise.resolve({ answer: 'Yes.', evidence: {} }));
    const { findings, left } = await smokeTest([fails, works], options, () => undefined);
    expect(findings.map(({ kind }) => kind)).to.deep.equal(['failed', 'learned']);
    expect(left).to.deep.equal([]);
    expect(await alive(local.ecs)).to.deep.equal([]);
  });

  it('stops everything and asks no more when it is told to end', async () => {
    const asked: number[] = [];
    const waits = question(async (ground) => {
      asked.push(1);
      const task = await ground.run(await ground.define('long', 'sleep 3600'));
      stop.abort(new Error('SIGINT came'));
      await ground.watch(task, () => false, 3_600_000);
      return { answer: 'never', evidence: {} };
    });
    const { findings, left } = await smokeTest([waits, waits], options, () => undefined);
    expect(asked).to.have.length(1);
    expect(findings[0]).to.include({ kind: 'failed', why: 'Error: SIGINT came' });
    expect(left).to.deep.equal([]);
    expect(await alive(local.ecs)).to.deep.equal([]);
  });

  it('finds by startedBy a task whose answer was lost', async () => {
    const ground = new SmokeGround(options);
    const taskDefinition = await ground.define('lost', 'sleep 3600');
    const { cluster, provider } = options;
    const { startedBy } = ground;
    const capacityProviderStrategy = [{ capacityProvider: provider, weight: 1 }];
    await local.ecs.send(
      new RunTaskCommand({ cluster, taskDefinition, startedBy, capacityProviderStrategy }),
    );
    expect(await ground.sweep()).to.deep.equal([]);
    expect(await alive(local.ecs)).to.deep.equal([]);
  });

  it('says what it could not end, with the command that ends it', async () => {
    const ground = new SmokeGround(options);
    await leave(ground);
    local.ecs.middlewareStack.add(
      () => () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
      { step: 'initialize' },
    );
    const left = await ground.sweep();
    expect(left).to.have.length(2);
    expect(left[0]).to.match(/^AccessDeniedException: no\. Stop it: aws ecs stop-task --cluster/);
    expect(renderReport({ ...emptyReport, left })).to.include('## Left behind');
  });
});

const emptyReport: SmokeReport = {
  id: 'test',
  at: '2026-01-01T00:00:00.000Z',
  where: { cluster: 'c', region: 'r', provider: 'p' },
  findings: [],
  unasked: [],
  left: [],
};

describe('the consent of a smoke test', () => {
  const consent = '-yes -cluster c -role r -bucket b'.split(' ');

  it('is -yes with cluster, role and bucket', () => {
    expect(smokeOptions(consent).place).to.deep.equal({ cluster: 'c', role: 'r', bucket: 'b' });
  });

  for (const without of ['-yes', '-cluster', '-role', '-bucket']) {
    it(`is not given without ${without}`, () => {
      const index = consent.indexOf(without);
      const argv = consent.toSpliced(index, without === '-yes' ? 1 : 2);
      expect(() => smokeOptions(argv))
        .to.throw(`Nothing was started: `)
        .with.property('message')
        .match(without === '-yes' ? /cost money/ : new RegExp(`say where: ${without}`));
    });
  }

  it('is not needed for the local cloud', () => {
    expect(smokeOptions(['-local']).place).to.equal('local');
    expect(() => smokeOptions(['-local', '-yes'])).to.throw(/one of them/);
  });

  it('lists everything that is wrong at once', () => {
    expect(() => smokeOptions(['-subnets', 'a', '-deadline', 'soon'])).to.throw(
      /cost money.*-cluster, -role, -bucket.*go together.*-deadline is soon/,
    );
  });

  it('reads the network, and where to look', () => {
    const argv = [...consent, ...'-subnets a,b -security-groups c -provider p -region r'.split(' ')];
    expect(smokeOptions(argv).place).to.deep.include({
      network: { subnets: ['a', 'b'], securityGroups: ['c'] },
      provider: 'p',
      region: 'r',
    });
  });
});

describe(costBound.name, () => {
  it('is under a dollar for all questions', () => {
    expect(costBound(questions)).to.be.within(0.01, 1);
  });

  it('grows with tasks, vCPUs and minutes', () => {
    const cost = (tasks: number, vCpus: number, minutes: number): number =>
      costBound([{ starts: { tasks, vCpus, minutes } }]);
    expect(cost(1, 10, 50)).to.equal(0.6);
    expect(cost(2, 10, 50)).to.equal(1.2);
    expect(cost(1, 0.25, 50)).to.equal(0.12);
  });
});

/** Tasks that ECS means to run, and definitions that still stand. */
async function alive(ecs: ECSClient): Promise<readonly string[]> {
  const tasks = await ecs.send(new ListTasksCommand({ cluster: 'nextflow-cluster' }));
  const definitions = await ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' }));
  return [...(tasks.taskArns ?? []), ...(definitions.taskDefinitionArns ?? [])];
}
