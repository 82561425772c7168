import { PreconditionError } from '../../spi/index.js';
import { reasonOf } from '../report/reason-of.js';

/**
 * A plugin that does not keep to the SPI.
 * @param plugin the plugin's id, version and place.
 * @param deed what it did, e.g. `createExecutor("acme") threw`.
 * @param thrown what it threw, if it did.
 */
export function pluginBroken(plugin: string, deed: string, thrown?: unknown): PreconditionError {
  const what = thrown === undefined ? '' : ` ${describeThrown(thrown)}`;
  return new PreconditionError(
    `Plugin ${plugin} is broken: ${deed}${what}. Use another version of it, or tell its authors.`,
    { code: 'PLUGIN_BROKEN', ...(thrown === undefined ? {} : { cause: thrown }) },
  );
}

function describeThrown(thrown: unknown): string {
  const reason = reasonOf(thrown);
  if (!(thrown instanceof Error)) return `the value ${reason}`;
  return reason === thrown.name ? reason : `${thrown.name}: ${reason}`;
}
