import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import type { EngineSight, SurveyedTask } from '../../../host/survey/survey-api.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices } from '../fake-services.js';
import { arnOf, surveyed } from '../ps/surveyed-tasks.js';

const alive: EngineSight = {
  state: 'alive',
  holder: { runName: 'happy_curie', program: 'nf-awsecs 1', host: 'desk', pid: 123 },
};

describe('nf-awsecs stop', () => {
  let context: FakeContext;
  let services: FakeServices;
  let stops: string[];
  let stopping: (id: string) => Promise<void>;

  beforeEach(() => {
    context = new FakeContext({}, '/home/me');
    services = new FakeServices();
    stops = [];
    stopping = () => Promise.resolve();
  });

  const stop = (...args: string[]): Promise<number> => runCommandLine(['stop', ...args], context, services);

  function finds(...engines: EngineSight[]): void {
    const found = engines.map((engine, at): SurveyedTask =>
      surveyed(at + 1, {}, engine, (id, reason) => {
        expect(reason).to.equal('Stopped by nf-awsecs stop.');
        stops.push(id);
        return stopping(id);
      }),
    );
    services.survey = () =>
      Promise.resolve({
        tasks: async function* () {
          for (const one of found) yield await Promise.resolve(one);
        },
        close: () => Promise.resolve(),
      });
  }

  const dead: EngineSight = { state: 'dead' };

  it('stops what is named and says how much', async () => {
    finds(dead, dead);
    expect(await stop('happy_curie')).to.equal(0);
    expect(stops).to.deep.equal([arnOf(1), arnOf(2)]);
    expect(context.stdout.text).to.equal('2 tasks told to stop.\n');
    expect(services.surveyRequests[0]?.names).to.deep.equal(['happy_curie']);
  });

  it('leaves the tasks of a live engine alone, and says where it lives', async () => {
    finds(dead, alive, alive);
    expect(await stop('happy_curie')).to.equal(1);
    expect(stops).to.deep.equal([arnOf(1)]);
    expect(context.stderr.text).to.contain('Left alone: 2 tasks of run happy_curie (session 0a1b2c3d-');
    expect(context.stderr.text).to.contain('its engine lives (process 123 on desk). Press Ctrl-C there');
  });

  it('leaves alone what may have a live engine', async () => {
    finds({ state: 'unknown' });
    expect(await stop('happy_curie')).to.equal(1);
    expect(stops).to.deep.equal([]);
    expect(context.stderr.text).to.contain('Make sure that it is gone, and add -force.');
  });

  it('stops those too where it is forced', async () => {
    finds(alive, { state: 'unknown' });
    expect(await stop('happy_curie', '-force')).to.equal(0);
    expect(stops).to.have.length(2);
  });

  it('stops what dead engines left, and says nothing of the others', async () => {
    finds(alive, dead, { state: 'unknown' });
    expect(await stop('-dead')).to.equal(0);
    expect(stops).to.deep.equal([arnOf(2)]);
    expect(context.stderr.text).to.equal('');
    expect(services.surveyRequests[0]?.names).to.deep.equal([]);
  });

  for (const option of ['-n', '-dry-run']) {
    it(`stops nothing with ${option}, and lists what it would`, async () => {
      finds(dead, alive);
      expect(await stop('happy_curie', option)).to.equal(0);
      expect(stops).to.deep.equal([]);
      expect(context.stdout.lines[1]).to.match(/^happy_curie .* 0001$/);
      expect(context.stdout.text).not.to.contain('0002');
      expect(context.stderr.text).to.contain('1 task would be stopped.');
      expect(context.stderr.text).to.contain('Left alone: 1 task');
    });
  }

  it('has nothing to stop where nothing runs', async () => {
    finds();
    expect([await stop('happy_curie'), await stop('-dead')]).to.deep.equal([0, 0]);
    expect(context.stdout.lines.slice(0, 2)).to.deep.equal([
      'Nothing to stop: no task of happy_curie is running.',
      'Nothing to stop: no task is running whose engine is dead.',
    ]);
  });

  it('ends with 1 where a stop was not accepted, and says which and how to go on', async () => {
    finds(...Array.from({ length: 14 }, () => dead));
    stopping = (id) => (id === arnOf(1) ? Promise.resolve() : Promise.reject(new Error('no access')));
    expect(await stop('happy_curie')).to.equal(1);
    expect(context.stdout.text).to.equal('1 task told to stop.\n');
    expect(context.stderr.text).to.contain('13 tasks could not be stopped.');
    expect(context.stderr.text).to.contain(`  ${arnOf(2)}: no access`);
    expect(context.stderr.text).to.contain('  and 3 more');
  });

  it('tells at Ctrl-C how far it got', async () => {
    finds(...Array.from({ length: 50 }, () => dead));
    const gate = new Deferred<undefined>();
    stopping = () => gate.promise;
    const running = stop('happy_curie');
    await settle();
    expect(stops).to.have.length(20);
    context.signal('SIGINT');
    gate.resolve(undefined);
    expect(await running).to.equal(130);
    expect(stops).to.have.length(20);
    expect(context.stderr.text).to.contain('Interrupted: 20 tasks told to stop, 30 not. Give the same command again');
    expect(context.listeners).to.equal(0);
  });

  it('leaves at once at a second Ctrl-C', async () => {
    finds(dead);
    const gate = new Deferred<undefined>();
    stopping = () => gate.promise;
    const running = stop('happy_curie');
    await settle();
    context.signal('SIGINT');
    await context.clock.advance(1_000);
    context.signal('SIGINT');
    await settle();
    expect(context.exits).to.deep.equal([130]);
    expect(context.stderr.text).to.contain('Interrupted: 0 tasks told to stop, 1 not.');
    gate.resolve(undefined);
    await running;
  });

  it('redraws its progress on a terminal', async () => {
    context = new FakeContext({}, '/home/me', true);
    finds(dead, dead);
    const gate = new Deferred<undefined>();
    stopping = (id) => (id === arnOf(1) ? Promise.resolve() : gate.promise);
    const running = stop('happy_curie');
    await settle();
    await context.clock.advance(1_000);
    expect(context.stdout.text).to.contain('stopping: 1 of 2 tasks');
    gate.resolve(undefined);
    expect(await running).to.equal(0);
    expect(context.stdout.text).to.contain('2 tasks told to stop.');
  });

  it('refuses a command line that names nothing', async () => {
    expect(await stop()).to.equal(2);
    expect(context.stderr.text).to.contain('Name what to stop');
    expect(services.surveyRequests).to.deep.equal([]);
  });
});
