import dns from 'node:dns';
import { expect } from 'chai';
import sinon from 'sinon';
import { WeatherDoor } from '../../support/weather-door.js';
import { EndingRig, type EndingProcess, type StartedRun } from '../endings/ending-rig.js';
import { LeapingClock } from '../endings/leaping-clock.js';
import { eventually } from '../within.js';

const MINUTE = 60_000;
/** Between two tries of one call: half a minute and half as much again. */
const LONGEST_DELAY = 45_000;

/** Settings by which a run reaches its cloud through a door. */
function through(endpoint: string, s3 = endpoint): string[] {
  return [
    `aws.ecs.endpoint = '${endpoint}'`,
    `aws.client.endpoint = '${s3}'`,
    `wave.endpoint = '${endpoint}'`,
  ];
}

describe('a run in bad weather', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  let door: WeatherDoor;
  const clock = new LeapingClock();

  before(async () => {
    rig = await EndingRig.open({ clock });
    door = await WeatherDoor.before(rig.cloud.endpoint);
  });
  afterEach(async () => {
    door.turn('fair');
    sinon.restore();
    await rig.calm();
    await eventually(
      () => (door.connections === 0 ? true : undefined),
      () => `${door.connections} connections are left`,
    );
  });
  after(async () => {
    await door.close();
    await rig.close();
  });

  /** Some minutes of the run's time, five where nothing else is said: after every leap it knocks once more. */
  async function whileItKnocks(knocks: () => number, ms = 5 * MINUTE): Promise<void> {
    for (let passed = 0; passed < ms; passed += LONGEST_DELAY) {
      const before = knocks();
      clock.leap(LONGEST_DELAY);
      await eventually(
        () => (knocks() > before ? true : undefined),
        () => 'nobody knocked any more',
      );
    }
  }

  async function succeeds(run: StartedRun, image: string, count: number): Promise<void> {
    await eventually(
      async () => {
        clock.leap(LONGEST_DELAY);
        const ended = (await rig.tasks(image)).filter(({ lastStatus }) => lastStatus === 'STOPPED');
        return ended.length === count ? true : undefined;
      },
      () => `the tasks did not end: ${run.said()}`,
      20_000,
    );
    door.turn('fair');
    const { code, said } = await run.end;
    expect(code, said).to.equal(0);
    const tasks = await rig.tasks(image);
    expect(tasks, said).to.have.length(count);
    expect(tasks.map(({ stopCode }) => stopCode)).to.deep.equal(
      Array<string>(count).fill('EssentialContainerExited'),
    );
  }

  const tasksOf = (image: string, script: string): EndingProcess[] =>
    ['ONE', 'TWO', 'THREE'].map((name) => ({ name, image, script }));

  it('waits with its start while nothing answers', async () => {
    door.turn('down');
    const run = rig.start(tasksOf('weather/start:1', 'true'), through(door.endpoint));
    await whileItKnocks(() => door.turnedAway);
    expect(run.said()).to.match(
      /AWS cannot be reached for looking at the cluster; trying again for up to 10 min/,
    );
    door.turn('fair');
    await succeeds(run, 'weather/start:1', 3);
  });

  it('waits while the names of its endpoints do not resolve', async () => {
    const lookup = dns.lookup;
    let asked = 0;
    let blind = true;
    const name = 'cloud.localhost';
    type Found = (error: Error | null, ...found: unknown[]) => void;
    const resolve = (host: string, options: object, found: Found): void => {
      if (host === name) asked += 1;
      if (host === name && blind)
        found(Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), { code: 'EAI_AGAIN' }));
      else lookup(host === name ? '127.0.0.1' : host, options, found as never);
    };
    sinon.stub(dns, 'lookup').callsFake(resolve as never);
    const endpoint = door.endpoint.replace('127.0.0.1', name);
    // S3 would take the name for a bucket's.
    const run = rig.start(tasksOf('weather/names:1', 'true'), through(endpoint, door.endpoint));
    await whileItKnocks(() => asked);
    blind = false;
    await succeeds(run, 'weather/names:1', 3);
    expect(run.said()).to.match(/EAI_AGAIN/);
  });

  it('submits each task once where everything is gone amid its submits', async () => {
    const run = rig.start(tasksOf('weather/submit:1', 'true'), through(door.endpoint));
    const before = rig.cloud.calls.count('ecs', 'RunTask');
    await eventually(
      () => (rig.cloud.calls.count('ecs', 'RunTask') > before ? true : undefined),
      () => 'nothing was submitted',
    );
    door.turn('down');
    await whileItKnocks(() => door.turnedAway);
    door.turn('fair');
    await succeeds(run, 'weather/submit:1', 3);
  });

  it('kills nothing where tasks run and end while nobody can look at them', async () => {
    const awaited = rig.path('awaited-in-outage');
    const script = `until [ -e ${awaited} ]; do sleep 0.05; done; echo done`;
    const run = rig.start(tasksOf('weather/poll:1', script), through(door.endpoint));
    await eventually(
      async () =>
        (await rig.tasks('weather/poll:1')).filter(({ lastStatus }) => lastStatus === 'RUNNING').length === 3
          ? true
          : undefined,
      () => `the tasks did not run: ${run.said()}`,
    );
    door.turn('down');
    await whileItKnocks(() => door.turnedAway, 2 * MINUTE);
    await rig.touch('awaited-in-outage');
    await whileItKnocks(() => door.turnedAway, 3 * MINUTE);
    door.turn('fair');
    await succeeds(run, 'weather/poll:1', 3);
    expect(run.said()).to.match(/The state of tasks cannot be read; asking again, no task is given up/);
  });

  for (const weather of ['cutting', 'garbling'] as const) {
    it(`loses and doubles nothing where every fifth answer is spoilt (${weather})`, async () => {
      const image = `weather/${weather}:1`;
      const spoilt = door.spoilt;
      door.turn(weather);
      const run = rig.start(tasksOf(image, 'true'), through(door.endpoint));
      await succeeds(run, image, 3);
      expect(door.spoilt - spoilt).to.be.greaterThan(3);
    });
  }

  it('ends at once on Ctrl-C while it waits', async () => {
    door.turn('down');
    const run = rig.start(tasksOf('weather/stopped:1', 'true'), through(door.endpoint));
    await rig.says(run, /AWS cannot be reached/);
    await rig.calm();
    expect((await run.end).code).to.equal(130);
  });
});
