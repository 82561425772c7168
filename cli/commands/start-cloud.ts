import { PreconditionError } from '../../spi/index.js';
import type { CliServices, LocalCloudRequest, RunningCloud } from './services.js';

export interface StartedCloud {
  readonly cloud: RunningCloud;
  /** What it said while it started, e.g. which runtimes were passed over and why. */
  readonly notes: readonly string[];
}

/**
 * Starts a local cloud. What it says until it is up comes with it, and is no complaint; where it cannot start, and once
 * it is up, its words go to the log.
 *
 * @throws PreconditionError PORT_UNAVAILABLE, LOCAL_DATA_UNUSABLE, LOCAL_DATA_IN_USE, LOCAL_RUNTIME_UNAVAILABLE,
 * LOCAL_SCENARIO_INVALID or LOCAL_CLOUD_REFUSED.
 */
export async function startCloud(services: CliServices, request: LocalCloudRequest): Promise<StartedCloud> {
  const notes: string[] = [];
  let log = (line: string): void => void notes.push(line);
  try {
    const cloud = await services.startLocalCloud({ ...request, log: (line) => log(line) });
    log = request.log;
    return { cloud, notes };
  } catch (error) {
    notes.forEach(request.log);
    throw explain(error, request) ?? error;
  }
}

function explain(error: unknown, { port, dataDir }: LocalCloudRequest): PreconditionError | undefined {
  if (error instanceof RangeError) {
    return new PreconditionError(error.message, { code: 'LOCAL_CLOUD_REFUSED', cause: error });
  }
  const known = explainOurs(error);
  if (known !== undefined) return known;
  if (!isSystemError(error)) return undefined;
  if (error.syscall === 'listen') {
    const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.code;
    const message = `Cannot listen on port ${port} of 127.0.0.1: ${why}. Choose another by -port, or leave -port out to get a free one.`;
    return new PreconditionError(message, { code: 'PORT_UNAVAILABLE', cause: error });
  }
  const message = `Cannot keep the local cloud's files in ${dataDir}: ${error.message}. Make that folder writable, or run in another folder.`;
  return new PreconditionError(message, { code: 'LOCAL_DATA_UNUSABLE', cause: error });
}

/** Told apart by name: their classes are loaded with the cloud, which commands that need none do not wait for. */
function explainOurs(error: unknown): PreconditionError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (name === 'RuntimeUnavailableError')
    return new PreconditionError(message, { code: 'LOCAL_RUNTIME_UNAVAILABLE', cause: error });
  if (name === 'ScenarioError')
    return new PreconditionError(message, { code: 'LOCAL_SCENARIO_INVALID', cause: error });
  if (name !== 'DataFolderInUseError') return undefined;
  const advice =
    'Stop it, choose another folder by -data, or share its objects without keeping state by -fresh.';
  const folder = 'folder' in error ? String(error.folder) : 'the data folder';
  return new PreconditionError(`Cannot keep state in ${folder}: another local cloud does. ${advice}`, {
    code: 'LOCAL_DATA_IN_USE',
    cause: error,
  });
}

function isSystemError(error: unknown): error is Error & { readonly code: string; readonly syscall: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
