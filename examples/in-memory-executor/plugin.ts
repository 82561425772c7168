import { ConfigError, type ExecutorPlugin } from 'nf-awsecs/spi';
import { MemoryBackend } from './backend.js';
import { problemsOf } from './directives.js';
import { InMemoryExecutor } from './executor.js';
import { readSettings } from './settings.js';

/** What `plugin.json` names as its entry exports this. */
export const plugin: ExecutorPlugin = {
  check: (_executor, process) => problemsOf(process),

  createExecutor(name, session) {
    if (name !== 'memory') {
      throw new ConfigError(`in-memory-executor has no executor '${name}'. It brings: memory.`, {
        code: 'MEMORY_UNKNOWN_EXECUTOR',
      });
    }
    return new InMemoryExecutor(session, readSettings(session), new MemoryBackend(session.clock));
  },
};
