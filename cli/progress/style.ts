import picocolors from 'picocolors';
import type { CliContext } from '../context/cli-context.js';

/** Paints text, or leaves it alone where colour is off. */
export type Style = ReturnType<typeof picocolors.createColors>;

/** Colour on or off, decided here and not by the library's own look at the process. */
export function createStyle(colour: boolean): Style {
  return picocolors.createColors(colour);
}

/** Colour is for terminals, unless `NO_COLOR` is set (https://no-color.org: any value that is not empty). */
export function wantsColour(context: Pick<CliContext, 'stdout' | 'env'>): boolean {
  const refused = context.env['NO_COLOR'];
  return context.stdout.isTTY && (refused === undefined || refused === '');
}

/**
 * Whether progress is redrawn in place: the option's word, then Nextflow's `NXF_ANSI_LOG`, then whether the
 * output is a terminal that can move its cursor.
 */
export function wantsLive(context: Pick<CliContext, 'stdout' | 'env'>, option: boolean | undefined): boolean {
  if (option !== undefined) return option;
  const variable = context.env['NXF_ANSI_LOG'];
  if (variable === 'true' || variable === 'false') return variable === 'true';
  return context.stdout.isTTY && context.env['TERM'] !== 'dumb';
}
