import { expect } from 'chai';
import { testExecutor } from '../../conformance/index.js';
import { awsecsKit, awsecsManifest, config } from './awsecs/awsecs-kit.js';
import { makeBroken, type BrokenAwsecs } from './awsecs/broken-bindings.js';
import { brokenAwsecs } from './awsecs/broken-executors.js';
import { cloudFaults } from './awsecs/cloud-faults.js';
import { loadPlugin } from './load-plugin.js';
import { failures, RecordingRunner, type RunReport } from './recording-runner.js';

/** The ends of level 7 that take clouds and hours to come about are seen with the sound executor. */
const { takeMachines = '' } = cloudFaults;

const plugin = await loadPlugin(awsecsManifest, config);

/** Runs the tests whose titles begin so on awsecs with these bindings replaced. */
function run(shownTo: string, broken: Pick<BrokenAwsecs, 'bindings' | 'executor'>): Promise<RunReport> {
  const runner = new RecordingRunner();
  const kit = awsecsKit(runner, plugin, (session) => makeBroken(session, broken));
  testExecutor(shownTo.startsWith('L7') ? { ...kit, faults: { takeMachines } } : kit);
  return runner.run((title) => title.startsWith(shownTo));
}

describe('the kit on awsecs with one binding replaced', function () {
  // A hundred tasks are a hundred HTTP calls and more.
  this.timeout(60_000);

  for (const shownTo of new Set(brokenAwsecs.map((broken) => broken.shownTo))) {
    it(`finds nothing wrong with the bindings as they are (${shownTo})`, async () => {
      const report = await run(shownTo, { bindings: () => [] });
      expect(failures(report)).to.deep.equal([]);
      expect(report.passed).to.not.be.empty;
    });
  }

  for (const broken of brokenAwsecs) {
    const { name, source, shownTo, caughtBy } = broken;
    it(`catches that ${name}`, async () => {
      const report = await run(shownTo, broken);
      expect(failures(report), `as in ${source}`).to.have.members(
        caughtBy.map((title) => `${shownTo} ${title}`),
      );
    });
  }
});
