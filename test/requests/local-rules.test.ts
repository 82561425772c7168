import { expect } from 'chai';
import * as fc from 'fast-check';
import { isExecutorError } from '../../spi/index.js';
import { anyProcess } from './any-process.js';
import { RequestGround } from './request-ground.js';

const PROCESSES = 150;

describe('requests of processes of any kind', function () {
  this.timeout(60_000);
  it('are taken by ECS as they stand, or were refused by the plugin with a problem for each reason', async () => {
    await using ground = await RequestGround.open();
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(anyProcess, async (process) => {
        try {
          const { task, tasks } = await ground.submit(process);
          expect(task.lastStatus).to.equal('PROVISIONING');
          expect(tasks, 'a request had to be changed').to.have.length(1);
          expect(JSON.stringify(tasks[0]?.overrides).length).to.be.at.most(8192);
          taken += 1;
        } catch (error) {
          // What ECS itself refuses has no problems: the plugin should have known.
          if (!isExecutorError(error) || error.problems.length === 0) throw error;
        }
      }),
      { numRuns: PROCESSES },
    );
    expect(taken, 'most of the processes can run').to.be.at.least(PROCESSES / 3);
  });
});
