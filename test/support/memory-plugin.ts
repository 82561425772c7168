import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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
  async submit() {}
  batch() {}
  checkIfRunning() { return false; }
  async checkIfCompleted() { return false; }
  async kill() {}
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

/** Writes a file of a test, with the folders above it; what is no text goes as JSON. */
export async function writeContent(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
}

/**
 * Writes a plugin that brings one executor, of the plugin's name without its nf-.
 * @param folder the plugin's own; its last part is the plugin's id.
 * @param manifest fields in place of the usual ones.
 */
export async function writePlugin(
  folder: string,
  manifest: Readonly<Record<string, unknown>> = {},
  entry?: string,
): Promise<void> {
  const id = folder.split('/').at(-1) ?? '';
  const executor = id.replace('nf-', '');
  const whole = {
    id,
    version: '1.2.0',
    spi: '^1.0.0',
    executors: [executor],
    entry: './index.mjs',
    settings: { acme: { type: 'object' } },
  };
  await writeContent(join(folder, 'plugin.json'), { ...whole, ...manifest });
  await writeContent(join(folder, 'index.mjs'), entry ?? memoryPlugin(executor));
}
