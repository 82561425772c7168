import type { Threshold } from './part-coverage.js';

/** Issue 4 asks for lines of 95 (spi, src, conformance) and 90; where we stand higher, so does the bar. */
export const THRESHOLDS: readonly Threshold[] = [
  { part: 'spi', lines: 97, branches: 95 },
  { part: 'src', lines: 97, branches: 95 },
  { part: 'conformance', lines: 95, branches: 85 },
  { part: 'host', lines: 95, branches: 93 },
  { part: 'local', lines: 95, branches: 90 },
  { part: 'cli', lines: 95, branches: 90 },
];
