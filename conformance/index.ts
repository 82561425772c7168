/**
 * A kit that any executor's author runs against their executor.
 *
 * @packageDocumentation
 */
export type { Group, Test } from './kit-options.js';
