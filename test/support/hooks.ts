import { getEventListeners } from 'node:events';

// The SDK's own switch for its notice about Node versions, as cli/main.ts sets it.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/**
 * A test that leaves a timer, socket, process or unhandled rejection behind fails. Node reports what keeps its
 * loop alive; the runner's own handles are there from the start.
 */
const ignored = new Set(['TTYWrap', 'PipeWrap', 'FSReqPromise', 'FSReqCallback', 'Immediate', 'CloseReq']);

function resources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) {
    if (!ignored.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function excess(before: Map<string, number>): string[] {
  return [...resources()].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name);
}

/** Promises whose failure nobody took: the runner hands them on and fails no test by itself. */
const rejections = new Set<unknown>();
process.on('unhandledRejection', (reason) => rejections.add(reason));

let before = resources();
let listeners = 0;

export const mochaHooks = {
  async beforeEach(): Promise<void> {
    // Asynchronous like `afterEach`, so that the runner's own timer counts on both sides.
    await new Promise<void>((resolve) => setImmediate(resolve));
    before = resources();
    listeners = getEventListeners(process, 'SIGINT').length;
  },
  async afterEach(): Promise<void> {
    // Closing sockets and exiting children need some turns of the loop; a leak stays.
    const patience = performance.now() + 1000;
    while (excess(before).length > 0 && performance.now() < patience) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    // Node tells of a rejection after the microtasks that could still have handled it.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const unhandled = [...rejections];
    rejections.clear();
    if (unhandled.length > 0) throw new Error('the test left a rejection unhandled', { cause: unhandled[0] });
    const leaked = excess(before);
    if (leaked.length > 0) throw new Error(`the test left behind: ${leaked.join(', ')}`);
    if (getEventListeners(process, 'SIGINT').length > listeners)
      throw new Error('the test left a SIGINT listener');
  },
};
