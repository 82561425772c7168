/** An executor whose backend is memory: the smallest that passes the conformance kit, to start your own from. */
export { plugin } from './plugin.js';
export { InMemoryExecutor } from './executor.js';
export { MemoryTaskHandler, type HandlerServices } from './task-handler.js';
export { problemsOf } from './directives.js';
export {
  MemoryBackend,
  MOST_CPUS,
  BackendError,
  type ListedTask,
  type MemoryApi,
  type MemoryTask,
  type Submit,
} from './backend.js';
export { MemoryHousekeeping } from './housekeeping.js';
export { MemoryLog } from './log.js';
export { outcomeOf } from './outcome.js';
export { readSettings, type MemorySettings } from './settings.js';
