import { PreconditionError } from '../../spi/index.js';
import type { CliServices, LocalCloudRequest, RunningCloud } from './services.js';

/**
 * Starts a local cloud.
 * @throws PreconditionError PORT_UNAVAILABLE, LOCAL_DATA_UNUSABLE or LOCAL_CLOUD_REFUSED.
 */
export async function startCloud(services: CliServices, request: LocalCloudRequest): Promise<RunningCloud> {
  try {
    return await services.startLocalCloud(request);
  } catch (error) {
    throw explain(error, request) ?? error;
  }
}

function explain(error: unknown, { port, dataDir }: LocalCloudRequest): PreconditionError | undefined {
  if (error instanceof RangeError) {
    return new PreconditionError(error.message, { code: 'LOCAL_CLOUD_REFUSED', cause: error });
  }
  if (!isSystemError(error)) return undefined;
  if (error.syscall === 'listen') {
    const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.code;
    const message = `Cannot listen on port ${port} of 127.0.0.1: ${why}. Choose another by -port, or leave -port out to get a free one.`;
    return new PreconditionError(message, { code: 'PORT_UNAVAILABLE', cause: error });
  }
  const message = `Cannot keep the local cloud's files in ${dataDir}: ${error.message}. Make that folder writable, or work in another.`;
  return new PreconditionError(message, { code: 'LOCAL_DATA_UNUSABLE', cause: error });
}

function isSystemError(error: unknown): error is Error & { readonly code: string; readonly syscall: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
