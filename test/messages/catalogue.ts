import { commandCases } from './cases/command-cases.js';
import { logSubjectCases } from './cases/log-subject-cases.js';
import { pluginCases } from './cases/plugin-cases.js';
import { pluginChoiceCases } from './cases/plugin-choice-cases.js';
import { runCases } from './cases/run-cases.js';
import { scriptCases } from './cases/script-cases.js';
import { sessionCases } from './cases/session-cases.js';
import { startCases } from './cases/start-cases.js';
import { storageCases } from './cases/storage-cases.js';
import { submitCases } from './cases/submit-cases.js';
import { waveCases } from './cases/wave-cases.js';
import type { MessageCase } from './message-case.js';

/** Every error that is known to be raised, by the code that raises it. A new code gets a case here. */
export const catalogue: readonly MessageCase[] = [
  ...runCases(),
  ...scriptCases(),
  ...pluginCases(),
  ...pluginChoiceCases(),
  ...sessionCases(),
  ...startCases(),
  ...submitCases(),
  ...storageCases(),
  ...waveCases,
  ...commandCases(),
  ...logSubjectCases(),
];

/** Stands in configurations and files of the cases, and in no message. */
export const secrets = ['not-to-be-shown'];
