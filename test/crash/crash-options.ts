import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Meddling, meddlings } from './pair-run.js';

export interface CrashOptions {
  /** Kills to reach. */
  readonly kills: number;
  readonly seed: string;
  /** The one scenario to run: its number, or what is done between two engines. */
  readonly only: number | Meddling | undefined;
  /** The number of the first scenario. */
  readonly from: number;
  /** Scenarios at a time. */
  readonly side: number;
}

export const usage =
  'npm run crash -- [-kills 60] [-seed <text>] [-from <scenario>] [-only <scenario, or ps, stop, sweep, same-session>] [-side <scenarios at a time>]';

/** @throws Error listing everything that is wrong. */
export function crashOptions(argv: readonly string[]): CrashOptions {
  const { values } = parseArgs({
    // Nextflow's spelling, as everywhere here, or GNU's.
    args: argv.map((word) => word.replace(/^-(?=[a-z][a-z-])/, '--')),
    options: {
      kills: { type: 'string', default: '60' },
      seed: { type: 'string', default: 'crash' },
      from: { type: 'string', default: '0' },
      only: { type: 'string' },
      side: { type: 'string', default: String(2 * availableParallelism()) },
    },
  });
  const { seed, only } = values;
  const [kills, side, from] = [Number(values.kills), Number(values.side), Number(values.from)];
  const problems = [
    ...(Number.isInteger(kills) && kills > 0 && kills <= 5000
      ? []
      : [`-kills is ${values.kills}: 1 to 5000`]),
    ...(Number.isInteger(side) && side > 0 && side <= 64 ? [] : [`-side is ${values.side}: 1 to 64`]),
    ...(Number.isInteger(from) && from >= 0 && from <= 90_000 ? [] : [`-from is ${values.from}: 0 to 90000`]),
    ...(only === undefined || isScenario(only)
      ? []
      : [`-only is ${only}: a scenario's number, or ${meddlings.join(', ')}`]),
  ];
  if (problems.length > 0) throw new Error(`Nothing was started: ${problems.join('; ')}.\n${usage}`);
  return { kills, seed, side, from, only: readOnly(only) };
}

function isScenario(only: string): boolean {
  return /^\d+$/.test(only) || meddlings.some((name) => name === only);
}

function readOnly(only: string | undefined): CrashOptions['only'] {
  return meddlings.find((name) => name === only) ?? (only === undefined ? undefined : Number(only));
}
