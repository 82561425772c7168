import { containerEndings } from './container-endings.js';
import type { Ending } from './ending.js';
import { exitEndings } from './exit-endings.js';
import { machineEndings } from './machine-endings.js';
import { ourEndings } from './our-endings.js';
import { pullEndings } from './pull-endings.js';
import { startEndings } from './start-endings.js';

/** Every way of ending that is understood, in the order of the rules. */
export const endings: readonly Ending[] = [
  ...ourEndings,
  ...machineEndings,
  ...pullEndings,
  ...startEndings,
  ...containerEndings,
  ...exitEndings,
];
