import { exit } from './exit.js';
import { machine } from './machine.js';
import { memory } from './memory.js';
import { ours } from './ours.js';
import { others } from './others.js';
import { output } from './output.js';
import { placement } from './placement.js';
import { pull } from './pull.js';
import type { Rule, RuleFamily } from './rule.js';
import { setup } from './setup.js';
import { start } from './start.js';
import { storage } from './storage.js';
import { unknown } from './unknown.js';

/**
 * Ordered: what we did ourselves, then what a stop code or the agent's own prefix tells, then the log, then the status,
 * then nothing. Codes come first and texts second, because AWS promises the codes and changes the texts (DG
 * stopped-tasks-error-messages-updates); within a family what is certain stands before what is likely, and a text that
 * nobody knows ends with the family's last row and AWS's own words.
 */
export const families: readonly RuleFamily[] = [
  ours,
  memory,
  machine,
  others,
  pull,
  placement,
  storage,
  setup,
  start,
  output,
  exit,
  unknown,
];

/** All rows; the first that fits decides. */
export const rules: readonly Rule[] = families.flatMap((family) => family.rules);
