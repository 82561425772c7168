import type { ConfigOverride } from '../../host/index.js';

/** Reads the value of a setting given on the command line: a boolean, a number in decimal notation, or text. */
export function parseSettingValue(text: string): string | number | boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  // Only what prints back as it was typed is a number: `007` and ids of 20 digits stay text.
  return /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** Turns `process.debug=true` into the override the host takes. The path ends at the first `=`. */
export function parseSetting(assignment: string): ConfigOverride {
  const end = assignment.indexOf('=');
  return { path: assignment.slice(0, end), value: parseSettingValue(assignment.slice(end + 1)) };
}
