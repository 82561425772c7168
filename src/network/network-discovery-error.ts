import { ExecutorError } from '../../spi/index.js';

/** No usable subnet or security group was found for the tasks. */
export class NetworkDiscoveryError extends ExecutorError {}
