import { MemoryTaskHandler, problemsOf } from '../../../examples/in-memory-executor/index.js';
import type { Problem } from '../../../spi/index.js';
import { asItIs, withHandler, withSubmits, type BrokenExecutor } from './break-executor.js';

const UNSUBMITTED =
  'L3 directives › a task with a directive it does not know is not submitted, and the next is';
const AT_ONCE = 'L3 directives › everything it refuses is told at once';

/** What becomes of directives, with one thing wrong. */
export const brokenDirectives: readonly BrokenExecutor[] = [
  {
    name: 'an engine that does not ask has its directives ignored',
    source:
      'Nextflow, an executor warns of a directive it does not map or says nothing (nextflow-contract.md)',
    caughtBy: [UNSUBMITTED, 'L3 directives › cpus that cannot be had launches nothing'],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override problems(): readonly Problem[] {
          return [];
        }
      },
    ),
  },
  {
    name: 'a directive it does not know passes the check',
    source: 'Nextflow awsecs proof of concept, most directives are dropped (peers.md §1.1)',
    caughtBy: ['L3 directives › a directive it does not know is refused by name, with what to do', AT_ONCE],
    make: asItIs,
    check: (_executor, { name, directives }) =>
      problemsOf({ name, directives: { ...directives, others: {} } }),
  },
  {
    name: 'only the first thing that is wrong is told',
    source: 'the whole of a configuration’s errors one run at a time, as most do (peers.md §1)',
    caughtBy: [AT_ONCE],
    make: asItIs,
    check: (_executor, process) => problemsOf(process).slice(0, 1),
  },
  {
    name: 'what is refused is not named',
    source: 'AWS’s own “The request is not valid.” handed on (peers.md §1)',
    caughtBy: [
      'L3 directives › a directive it does not know is refused by name, with what to do',
      AT_ONCE,
      'L3 directives › cpus that cannot be had is refused by name',
    ],
    make: asItIs,
    check: (_executor, process) =>
      problemsOf(process).map((problem) => ({ ...problem, path: `process ${process.name}` })),
  },
  {
    name: 'cpus get lost on the way',
    source: 'Nextflow awsecs proof of concept (peers.md §1.1)',
    caughtBy: ['L3 directives › cpus reaches the backend as it was asked for'],
    make: withSubmits((request) => ({ ...request, cpus: 1 })),
  },
  {
    name: 'too many cpus are cut to what there is',
    source: 'silent clamping, d.3 “over-size request rejected before submit” (peers.md)',
    caughtBy: ['L3 directives › cpus that cannot be had launches nothing'],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override problems(): readonly Problem[] {
          return super.problems().filter(({ path }) => !path.endsWith('cpus'));
        }
      },
    ),
  },
  {
    name: 'each request has something of its own',
    source:
      'job names with a time in them, one definition a task: Covalent, miniwdl-aws (peers.md §1.6, §1.10)',
    caughtBy: ['L3 directives › the same is asked for in the same words'],
    make: withSubmits((request, sent) => ({
      ...request,
      command: ['sleep', String(sent), ...request.command],
    })),
  },
];
