import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leftBehind, tracesNow } from './left-behind.js';
import { processesOf, startedProcesses } from './own-processes.js';

// The SDK's own switch for its notice about Node versions, as cli/main.ts sets it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/**
 * A test fails that leaves behind a timer, socket, process, worker, open file, temporary file, listener, variable,
 * current folder or unhandled rejection. Node reports what keeps its loop alive; temporary files and processes are
 * known by a folder of this run's own, which is everybody's `os.tmpdir()` here.
 */
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'nf-awsecs-tests-')));
// Some tests run tasks as another user.
chmodSync(temporary, 0o1777);
process.env['TMPDIR'] = temporary;

/** How long, in milliseconds, what is ending may take: closing sockets and exiting children need turns of the loop. */
const patience = 1000;

/** Promises whose failure nobody took: the runner hands them on and fails no test by itself. */
const rejections = new Set<unknown>();
process.on('unhandledRejection', (reason) => rejections.add(reason));

let before = tracesNow(temporary);
let processes = new Map<number, string>();
/** Of `startedProcesses`, when `processes` was last looked up. */
let started = 0;

/** Asking for all processes takes milliseconds: it is done where a process was started since. */
async function newProcesses(): Promise<string[]> {
  if (startedProcesses() === started) return [];
  const now = await processesOf(temporary);
  return [...now].filter(([pid]) => !processes.has(pid)).map(([pid, line]) => `process ${pid} (${line})`);
}

async function lookAtProcesses(): Promise<void> {
  if (startedProcesses() === started) return;
  processes = await processesOf(temporary);
  started = startedProcesses();
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The runner times a hook from its first wait on: so its own timer counts before and after a test. */
const runnersTimer = turn;

export const mochaHooks = {
  async beforeEach(): Promise<void> {
    await runnersTimer();
    await lookAtProcesses();
    before = tracesNow(temporary);
  },
  async afterEach(): Promise<void> {
    await runnersTimer();
    const deadline = performance.now() + patience;
    let left = leftBehind(before, tracesNow(temporary));
    while (left.length > 0 && performance.now() < deadline) {
      await turn();
      left = leftBehind(before, tracesNow(temporary));
    }
    let alive = await newProcesses();
    while (alive.length > 0 && performance.now() < deadline) alive = await newProcesses();
    await lookAtProcesses();
    // Node tells of a rejection after the microtasks that could still have handled it.
    await turn();
    const unhandled = [...rejections];
    rejections.clear();
    if (unhandled.length > 0) throw new Error('the test left a rejection unhandled', { cause: unhandled[0] });
    const all = [...left, ...alive];
    if (all.length > 0) throw new Error(`the test left behind: ${all.join(', ')}`);
  },
};

/** Removes the temporary folder, with what failed tests left there. */
export function mochaGlobalTeardown(): void {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
}
