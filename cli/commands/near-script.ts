import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../arguments/nearest.js';

/**
 * The script that a mistyped path most likely meant: one of its folder, as the user would write it; undefined where none
 * is near.
 */
export async function nearScript(cwd: string, given: string): Promise<string | undefined> {
  const folder = dirname(given);
  const names = await readdir(resolve(cwd, folder)).catch((): string[] => []);
  const scripts = names.filter((name) => name.endsWith('.nf')).sort();
  const wanted = basename(given);
  const found =
    nearest(wanted, scripts) ?? scripts.find((name) => name.toLowerCase() === wanted.toLowerCase());
  return found === undefined ? undefined : join(folder, found);
}
