import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import type { SurveyedTask } from '../../../host/survey/survey-api.js';
import { PreconditionError } from '../../../spi/index.js';
import { Deferred } from '../../support/deferred.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';
import { arnOf, SESSION, surveyed } from './surveyed-tasks.js';

describe('nf-awsecs ps', () => {
  let context: FakeContext;
  let services: FakeServices;
  let closed: number;
  let taken: number;

  beforeEach(() => {
    context = new FakeContext({}, '/home/me');
    services = new FakeServices();
    [closed, taken] = [0, 0];
  });

  function finds(tasks: Iterable<SurveyedTask>, then?: () => Promise<void>): void {
    services.survey = () =>
      Promise.resolve({
        tasks: async function* () {
          for (const task of tasks) {
            taken += 1;
            yield task;
          }
          await then?.();
        },
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
      });
  }

  const ps = (...args: string[]): Promise<number> => runCommandLine(['ps', ...args], context, services);

  it('lists tasks in columns, and sums up beside the list', async () => {
    finds([surveyed(1), surveyed(2, { runName: 'calm_bohr', state: 'PROVISIONING' }, { state: 'alive' })]);
    expect(await ps()).to.equal(0);
    const [title, first, second] = context.stdout.lines;
    expect(title).to.match(/^RUN +SESSION +ENGINE +HASH +TASK +STATE +AGE +COST +ID$/);
    expect(first).to.match(
      /^happy_curie +0a1b2c3d +dead +ab\/000000 +HELLO \(1\) +RUNNING +.* +\$0\.5000 +0001$/,
    );
    expect(second).to.match(/^calm_bohr +0a1b2c3d +alive .* PROVISIONING /);
    expect(context.stderr.text).to.equal(
      '2 tasks of 1 session, an estimated $1.00 so far. 1 task of dead engines: nf-awsecs stop -dead stops them.\n',
    );
    expect(closed).to.equal(1);
  });

  it('asks for what is named, by the history of this folder', async () => {
    finds([]);
    await ps('happy_curie', 'ab/cdef01', '-c', 'my.config');
    expect(services.surveyRequests[0]).to.deep.include({
      ...{ names: ['happy_curie', 'ab/cdef01'], configFiles: ['my.config'], cwd: '/home/me' },
      ...{ history: '/home/me/.nf-awsecs/history', builtInPlugins: ['/package/plugin.json'] },
    });
  });

  it('says so where nothing runs', async () => {
    finds([]);
    expect([await ps(), await ps('happy_curie')]).to.deep.equal([0, 0]);
    expect(context.stdout.text).to.equal('');
    expect(context.stderr.lines.slice(0, 2)).to.deep.equal([
      'No task of a run is running.',
      'No task of happy_curie is running.',
    ]);
  });

  it('counts running tasks without a price, and none that wait', async () => {
    const { nativeId, sessionId, state } = surveyed(1).task;
    const waiting = { nativeId, sessionId, state };
    finds([
      { ...surveyed(1), task: { ...waiting, startedAt: 1000 } },
      { ...surveyed(2), task: { ...waiting, nativeId: arnOf(2) } },
    ]);
    await ps();
    expect(context.stderr.text).to.contain(
      'an estimated $0.0000 so far, 1 running task without a known price.',
    );
    expect(context.stdout.lines[2]).to.match(/ - +0002$/);
  });

  it('prints ids alone by -q, and objects by -o json', async () => {
    finds([surveyed(1), surveyed(2)]);
    await ps('-q');
    expect(context.stdout.text).to.equal(`${arnOf(1)}\n${arnOf(2)}\n`);
    context = new FakeContext();
    await ps('-o', 'json');
    const documents = JSON.parse(context.stdout.text) as Record<string, unknown>[];
    expect(documents).to.have.length(2);
    expect(documents[0]).to.include({ nativeId: arnOf(1), sessionId: SESSION, engine: 'dead', cost: 0.5 });
    context = new FakeContext();
    finds([]);
    await ps('-o', 'json');
    expect(context.stdout.text).to.equal('[]\n');
  });

  it('writes a long list as it comes, and no more of it than is read', async () => {
    const many = function* (): Generator<SurveyedTask> {
      for (let id = 1; id <= 10_000; id++) yield surveyed(id);
    };
    finds(many());
    expect(await ps()).to.equal(0);
    expect(context.stdout.lines).to.have.length(10_002);
    context = new FakeContext();
    context.stdout.closesAfter = 150;
    taken = 0;
    finds(many());
    await ps();
    expect(taken).to.be.below(160);
  });

  it('lets no name paint the terminal', async () => {
    finds([surveyed(1, { name: '\u001b[31mred\n' })]);
    await ps();
    expect(context.stdout.text).not.to.contain('\u001b');
    expect(context.stdout.lines).to.have.length(3);
  });

  it('paints engines on a terminal alone', async () => {
    context = new FakeContext({}, '/home/me', true);
    finds([surveyed(1)]);
    await ps();
    expect(context.stdout.text).to.contain('\u001b[31mdead');
  });

  it('says that it still looks where no task comes for long, and nothing once one has', async () => {
    const answer = new Deferred<void>();
    finds([], () => answer.promise);
    const running = ps();
    await context.clock.advance(5000);
    answer.resolve();
    expect(await running).to.equal(0);
    expect(context.stderr.lines[0]).to.match(/^Still looking for tasks; .* about a minute\.$/);
    context = new FakeContext();
    finds([surveyed(1)]);
    await ps();
    await context.clock.advance(5000);
    expect(context.stderr.text).not.to.contain('Still looking');
  });

  it('refuses ids alone as objects', async () => {
    expect(await ps('-q', '-o', 'json')).to.equal(2);
    expect(context.stderr.text).to.contain('Options -quiet and -output json contradict each other.');
  });

  it('ends with 1 and the reason where tasks cannot be listed', async () => {
    services.survey = () => Promise.reject(new PreconditionError('No.', { code: 'HOUSEKEEPING_MISSING' }));
    expect(await ps()).to.equal(1);
    expect(context.stderr.text).to.contain('HOUSEKEEPING_MISSING');
    expect(context.listeners).to.equal(0);
  });

  it('ends at Ctrl-C, also where no answer comes', async () => {
    finds([surveyed(1)], () => new Promise(() => undefined));
    const running = ps();
    await Promise.resolve();
    context.signal('SIGINT');
    expect(await running).to.equal(130);
    expect(closed + context.listeners).to.be.below(2);
  });

  it('refuses an output there is not', async () => {
    expect(await ps('-o', 'xml')).to.equal(2);
    expect(context.stderr.text).to.contain('must be text or json');
  });
});
