import type { KnownSetting } from './known-settings.js';

/** The settings of the trace file. */
export const traceSettings = [
  {
    path: 'trace.enabled',
    type: 'boolean',
    help: 'Whether the run writes a table of its tasks (docs/trace.md); -with-trace sets it.',
    example: 'true',
    fallback: false,
    readBy: 'engine',
  },
  {
    path: 'trace.file',
    type: 'string',
    form: { pattern: '^(?!\\w+://)[^\\0]*[^\\0/]$', takes: 'the path of a file on this machine' },
    help: 'Where the table goes, from the current folder; folders above it are made.',
    example: "'reports/trace.txt'",
    unset: '`trace-<date>-<milliseconds of the day>.txt`',
    readBy: 'engine',
  },
  {
    path: 'trace.fields',
    type: 'names',
    help: "Its columns, in order: fields of Nextflow's and of the executors' own.",
    example: "'task_id,name,status,peak_rss'",
    unset: "Nextflow's default fields, then all of the executors' own",
    readBy: 'engine',
  },
  {
    path: 'trace.raw',
    type: 'boolean',
    help: 'Whether times, durations, amounts and shares are plain numbers: milliseconds, bytes, percent.',
    example: 'true',
    fallback: false,
    readBy: 'engine',
  },
  {
    path: 'trace.sep',
    type: 'character',
    form: { pattern: '^[\\t,;|~^]$', takes: 'one of tab, `,`, `;`, `|`, `~` and `^`' },
    help: 'What stands between two values of a row.',
    example: "','",
    unset: 'a tab',
    readBy: 'engine',
  },
  {
    path: 'trace.overwrite',
    type: 'boolean',
    help: 'Whether a file that is there is replaced; otherwise the run does not start.',
    example: 'true',
    fallback: false,
    readBy: 'engine',
  },
] as const satisfies readonly KnownSetting[];
