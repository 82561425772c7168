import { ConfigError, type Problem } from '../../spi/index.js';
import { isRead } from '../config/reading.js';
import {
  formatPluginId,
  parsePluginRequest,
  PLUGIN_ID_FORM,
  type PluginIdRequest,
  type PluginRequest,
} from './plugin-request.js';

/** The plugins a run asks for. */
export interface AskedPlugins {
  readonly requests: readonly PluginRequest[];
  /** Why some of what was asked for cannot be understood. */
  readonly refusals: readonly ConfigError[];
  readonly notices: readonly string[];
}

/** Plugins that are asked for beside the configuration. */
export interface GivenPlugins {
  /** Ids and paths. */
  readonly names: readonly string[];
  /** The option they are given by, for messages, e.g. `-plugins`. */
  readonly by: string;
}

/**
 * As in Nextflow, what is asked for on the command line takes the place of what the configuration asks for; what is
 * then left out is said in `notices`.
 * @param given absent where the configuration is to decide.
 */
export function askedPlugins(
  given: GivenPlugins | undefined,
  written: readonly PluginIdRequest[],
): AskedPlugins {
  if (given === undefined) return { requests: written, refusals: [], notices: [] };
  const { names, by } = given;
  const readings = names.map((text) => ({ reading: parsePluginRequest(text, by) }));
  const requests = readings.flatMap(({ reading }) => (isRead(reading) ? [reading.value] : []));
  const problems = readings.flatMap(({ reading }) =>
    isRead(reading) ? [] : [{ path: by, message: reading.problem, fix: `${PLUGIN_ID_FORM}, or a path.` }],
  );
  const refusals = problems.length === 0 ? [] : [idsInvalid(by, problems)];
  return { requests, refusals, notices: unused(by, requests, written) };
}

function idsInvalid(by: string, problems: readonly Problem[]): ConfigError {
  const message = `Cannot tell which plugins to load: ${by} is wrong. Correct what is listed.`;
  return new ConfigError(message, { code: 'CONFIG_INVALID', problems });
}

function unused(
  by: string,
  requests: readonly PluginRequest[],
  written: readonly PluginIdRequest[],
): string[] {
  const ids = new Set(requests.map((request) => (request.kind === 'id' ? request.id : undefined)));
  const left = written.filter(({ id }) => !ids.has(id));
  if (left.length === 0) return [];
  const list = left.map((request) => `${formatPluginId(request)} (${request.origin})`).join(', ');
  return [`Not loaded, since ${by} takes the place of the plugins block: ${list}.`];
}
