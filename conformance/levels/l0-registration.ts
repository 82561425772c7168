import type { ExecutorCapabilities } from '../../spi/index.js';
import { holds, same } from '../check.js';
import type { KitOptions } from '../kit-options.js';
import { seatOf } from '../seats.js';
import { level } from '../suite.js';
import { waits } from '../work.js';

/** Every capability once: the compiler holds the list and the SPI together. */
const CAPABILITIES: Readonly<Record<keyof ExecutorCapabilities, 'boolean'>> = {
  containerNative: 'boolean',
  secretNative: 'boolean',
  fusion: 'boolean',
  taskArrays: 'boolean',
  adoption: 'boolean',
};

/** What an engine reads and makes before anything runs. */
export function registration<B>(kit: KitOptions<B>): void {
  level(kit, 'L0', 'registration', (test) => {
    test('tells its name and every capability as data', { started: false }, ({ executor }) => {
      holds('the name is not empty', executor.name.length > 0);
      const names = Object.keys(CAPABILITIES) as (keyof ExecutorCapabilities)[];
      const types = Object.fromEntries(names.map((name) => [name, typeof executor.capabilities[name]]));
      same('the types of the capabilities', types, CAPABILITIES);
      return Promise.resolve();
    });

    test('gives the same monitor whenever it is asked', { started: false }, ({ executor }) => {
      holds('both are one object', executor.createTaskMonitor() === executor.createTaskMonitor());
      return Promise.resolve();
    });

    test('makes a handler that has done nothing yet', {}, async (bench) => {
      const { status, nativeId, outcome } = await bench.make(waits);
      same('the new handler', { status, nativeId, outcome }, { status: 'NEW' });
      same('tasks the backend accepted', (await bench.view()).accepted, 0);
    });

    test('traces a task under its own names before it runs', {}, async (bench) => {
      const handler = await bench.make(waits);
      const { id, hash, name, process, attempt, workDir } = seatOf(bench.kit, bench.session, 1);
      const { task_id, hash: traced, name: called, process: of, attempt: nth, workdir } = handler.trace();
      same(
        'the trace',
        { task_id, traced, called, of, nth, workdir },
        { task_id: id, traced: hash, called: name, of: process, nth: attempt, workdir: workDir },
      );
    });
  });
}
