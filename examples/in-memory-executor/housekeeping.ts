import { SubmitError, type BackendTask, type Housekeeping, type Registration } from 'nf-awsecs/spi';
import type { MemoryApi } from './backend.js';

/** What the backend holds of any session; a service that keeps it for longer would list it page by page. */
export class MemoryHousekeeping implements Housekeeping {
  constructor(private readonly api: MemoryApi) {}

  async *tasks(sessionId?: string): AsyncGenerator<BackendTask> {
    for (const { id, request, task } of await this.api.list(sessionId)) {
      yield {
        nativeId: id,
        sessionId: request.session,
        name: request.name,
        process: request.process,
        workDir: request.token.replace(/#\d+$/, ''),
        state: task.state,
        ...(task.startedAt !== undefined && { startedAt: task.startedAt }),
      };
    }
  }

  async stop(nativeId: string): Promise<void> {
    try {
      await this.api.stop(nativeId);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new SubmitError(`Task ${nativeId} was not stopped: ${why}`, { code: 'MEMORY_REFUSED', cause });
    }
  }

  /** Nothing is registered here. */
  async *registrations(): AsyncGenerator<Registration> {}

  deregister(): Promise<void> {
    return Promise.resolve();
  }
}
