import { validRange } from 'semver';
import type { Reading } from '../config/reading.js';

/** A plugin asked for by its id. */
export interface PluginIdRequest {
  readonly kind: 'id';
  /** The id as plugins bear it: the name of the package without its npm scope. */
  readonly id: string;
  /** The npm package that holds it. */
  readonly packageName: string;
  /** Versions that will do, as a semver range. Absent: any. */
  readonly range?: string;
  /** Who asks, for messages: `-plugins`, or the place in a configuration file. */
  readonly origin: string;
}

/** A plugin asked for by the path of its `plugin.json` or of the folder that holds it. */
export interface PluginPathRequest {
  readonly kind: 'path';
  /** As written; relative to the run's current folder. */
  readonly path: string;
  readonly origin: string;
}

export type PluginRequest = PluginIdRequest | PluginPathRequest;

/** How ids are written, for advice; a sentence without its full stop. */
export const PLUGIN_ID_FORM =
  "Write an id in lower case, with a version or a range where one matters: 'nf-name', 'nf-name@1.2.3', 'nf-name@~1.2.0'";

/** Reads `id` or `id@version`, as the `plugins` block of a configuration has it. */
export function parsePluginId(text: string, origin: string): Reading<PluginIdRequest> {
  const match = /^(?<name>(?:@[a-z0-9][\w.-]*\/)?(?<id>[a-z][a-z0-9-]*))(?:@(?<range>.*))?$/s.exec(text);
  const { name: packageName, id, range } = match?.groups ?? {};
  if (packageName === undefined || id === undefined) return { problem: `'${text}' is no id of a plugin` };
  if (range === undefined) return { value: { kind: 'id', id, packageName, origin } };
  if (range.trim() === '' || validRange(range) === null) {
    return { problem: `'${range}' of '${text}' is no version and no range of versions` };
  }
  return { value: { kind: 'id', id, packageName, range, origin } };
}

/** Reads one member of `-plugins`: an id as {@link parsePluginId} does, or a path. */
export function parsePluginRequest(text: string, origin: string): Reading<PluginRequest> {
  return isPath(text) ? { value: { kind: 'path', path: text, origin } } : parsePluginId(text, origin);
}

/** The id with its range, as people write it. */
export function formatPluginId({ packageName, range }: PluginIdRequest): string {
  return range === undefined ? packageName : `${packageName}@${range}`;
}

/** A bare word is an id, as in Nextflow; a folder of that name is written `./word`. */
function isPath(text: string): boolean {
  return text.startsWith('.') || text.endsWith('.json') || (text.includes('/') && !text.startsWith('@'));
}
