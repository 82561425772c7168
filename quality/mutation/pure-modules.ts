/** Pure modules that are tested as one: what is mutated, and which tests must notice. */
export interface PureModules {
  /** The folder, as it is named on the command line. */
  readonly folder: string;
  /** Files of the folder; all of them where none is named. */
  readonly files?: readonly string[];
  /** The mutation score below which the command fails, in per cent: a little under what was reached. */
  readonly least: number;
}

/**
 * The modules that decide and do not act, so that a test can pin down every answer of theirs. Their own unit
 * tests must kill the mutants: those in the folder of the same name under test/.
 */
export const PURE_MODULES: readonly PureModules[] = [
  { folder: 'src/request', least: 94 },
  { folder: 'src/placement', least: 94 },
  { folder: 'src/definitions', least: 90 },
  { folder: 'src/outcome', least: 91 },
  { folder: 'src/config', least: 88 },
  {
    folder: 'src/submit',
    files: [
      'adaptations.ts',
      'client-token.ts',
      'first-answer-gate.ts',
      'judge-answer.ts',
      'killed.ts',
      'pacer.ts',
      'room-lane.ts',
      'room-queue.ts',
      'submit-attempt.ts',
      'submit-requests.ts',
    ],
    least: 90,
  },
  { folder: 'src/recovery', least: 93 },
  { folder: 'src/network', files: ['choose-network.ts'], least: 95 },
  { folder: 'src/trace', least: 95 },
  {
    folder: 'spi',
    files: ['deadline.ts', 'errors.ts', 'poll-round.ts', 'submit-outcome.ts', 'task-roster.ts'],
    least: 93,
  },
  { folder: 'host/lang', least: 86 },
  {
    folder: 'host/config',
    files: [
      'config-lookup.ts',
      'config-reader.ts',
      'setting-values.ts',
      'settings-check.ts',
      'settings-tree.ts',
      'units.ts',
    ],
    least: 87,
  },
];
