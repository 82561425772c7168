import { dirname, resolve } from 'node:path';

/** The configuration files that apply unasked, where they exist: beside the script, then in `cwd`; later wins. */
export function defaultConfigFiles(scriptPath: string, cwd: string): readonly string[] {
  const beside = resolve(cwd, dirname(scriptPath), 'nextflow.config');
  const current = resolve(cwd, 'nextflow.config');
  return beside === current ? [current] : [beside, current];
}
