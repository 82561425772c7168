import { virtualTime, type KitOptions, type LoadRequest, type Work } from '../../../conformance/index.js';
import type { Executor } from '../../../spi/index.js';
import { InMemoryExecutor, MOST_CPUS, readSettings } from '../../../examples/in-memory-executor/index.js';
import { loadPlugin } from '../load-plugin.js';
import { FaultyBackend, memoryFaults } from './faulty-backend.js';

/** Beside the compiled example, as the package ships it. */
export const memoryManifest = new URL('../../../examples/in-memory-executor/plugin.json', import.meta.url);
const plugin = await loadPlugin(memoryManifest, { memory: { lostAfter: 30_000 } });

/** Makes the executor under test. */
export type MakeMemoryExecutor = (request: LoadRequest<FaultyBackend>, backend: FaultyBackend) => Executor;

/** The example as it is. */
export const sound: MakeMemoryExecutor = ({ session }, backend) =>
  new InMemoryExecutor(session, readSettings(session), backend);

type Runner = Pick<KitOptions<FaultyBackend>, 'describe' | 'it'>;

/** The kit on the in-memory executor, or on what `make` makes of it. */
export function memoryKit(runner: Runner, make: MakeMemoryExecutor = sound): KitOptions<FaultyBackend> {
  return {
    ...runner,
    load: (request) => {
      const backend = request.backend ?? new FaultyBackend(request.time.clock);
      return Promise.resolve({ executor: make(request, backend), backend });
    },
    makeTask: (work, seat) => ({
      ...seat,
      directives: { others: {} },
      launch: { entryPoint: [], command: commandOf(work), environment: {} },
      prepare: () => Promise.resolve(),
    }),
    observe: (backend) => ({
      accepted: backend.tasks.size,
      alive: backend.alive,
      statusCalls: backend.statusCalls,
    }),
    readOutput: (backend, task) => Promise.resolve(outputOf(backend, task.id)),
    capabilities: {
      signals: true,
      output: true,
      exitRecord: 'the memory of the backend is all there is',
      outOfMemory: 'nothing takes memory here',
      queueSize: true,
      pollInterval: true,
      logs: true,
      adoption: true,
      housekeeping: true,
    },
    faults: memoryFaults,
    directives: {
      honoured: [
        {
          name: 'cpus',
          directives: { cpus: 2, others: {} },
          seen: ({ requests }, id) => String(requests.get(id)?.cpus),
          expected: '2',
        },
      ],
      refused: [{ name: 'cpus', directives: { cpus: MOST_CPUS + 1, others: {} } }],
      requestOf: ({ requests }, id) =>
        JSON.stringify({ ...requests.get(id), token: undefined, name: undefined, session: undefined }),
    },
    plugin,
    time: () => virtualTime(),
  };
}

function commandOf(work: Work): string[] {
  switch (work.kind) {
    case 'exit':
      return ['sleep', String(work.afterMs), 'exit', String(work.status)];
    case 'wait':
      return ['sleep', 'forever'];
    case 'print':
      return ['print', work.text];
    case 'signal':
      return ['sleep', '100', 'exit', String(128 + work.signal)];
    case 'exhaust-memory':
      throw new Error('outOfMemory is not claimed');
  }
}

/** Tests that read output run one task. */
function outputOf(backend: FaultyBackend, id: number): string {
  return backend.outputs.get(`task-${id}`) ?? '';
}
