import { same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { level } from '../suite.js';
import { exits } from '../work.js';

const STATUSES = [1, 2, 42, 126, 255];

/** How a command ended, told exactly. */
export function exitStatus<B>(kit: KitOptions<B>): void {
  level(kit, 'L1', 'exit status', (test) => {
    test('a command that exits 0 completes', {}, async (bench) => {
      const { kind, exitStatus } = await bench.outcomeOf(exits(0));
      same('the outcome', { kind, exitStatus }, { kind: 'completed', exitStatus: 0 });
    });

    for (const status of STATUSES) {
      test(`a command that exits ${status} fails with ${status}`, {}, async (bench) => {
        const { kind, exitStatus } = await bench.outcomeOf(exits(status));
        same('the outcome', { kind, exitStatus }, { kind: 'failed', exitStatus: status });
      });
    }

    test('a failed command counts as a retry of the user’s', {}, async (bench) => {
      same('the retry advice', (await bench.outcomeOf(exits(1))).retry, { class: 'counted' });
    });

    for (const [name, signal] of Object.entries({ SIGTERM: 15, SIGKILL: 9 })) {
      const title = `a command ended by ${name} fails with ${128 + signal}`;
      test(title, { needs: ['signals'] }, async (bench) => {
        const { kind, exitStatus } = await bench.outcomeOf({ kind: 'signal', signal });
        same('the outcome', { kind, exitStatus }, { kind: 'failed', exitStatus: 128 + signal });
      });
    }
  });
}
