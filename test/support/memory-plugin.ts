/** A small whole plugin in plain JavaScript, as somebody without our sources writes it: its tasks end at once. */
export function memoryPlugin(executor: string): string {
  return `
const capabilities = {
  containerNative: true, secretNative: false, fusion: true, taskArrays: false, adoption: false,
};

class Handler {
  status = 'NEW';
  nativeId = undefined;
  constructor(task) { this.task = task; }
  trace() { return { task_id: this.task.id, status: this.status, extra: {} }; }
}

function createExecutor(name, { events, config, logger }) {
  const report = Promise.resolve({ stopped: 0, unfinished: [] });
  const run = async (handler) => {
    await handler.task.prepare();
    handler.nativeId = 'memory-' + handler.task.id;
    events.submitted(handler);
    events.running(handler);
    logger.info('greeting of the plugin: ' + config.acme.greeting);
    events.completed(handler, { kind: 'completed', exitStatus: 0, reason: 'done', evidence: {}, retry: { class: 'counted' } });
  };
  const monitor = { start() {}, schedule: run, evict: () => false, signal() {}, shutdown: () => report };
  return {
    name, capabilities,
    start: async () => {},
    createTaskHandler: (task) => new Handler(task),
    createTaskMonitor: () => monitor,
    shutdown: () => report,
  };
}

export const plugin = { check: (executor) => executor === '${executor}' ? [] : [{ path: executor, message: 'is another' }], createExecutor };
`;
}
