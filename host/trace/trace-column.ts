import type { TraceFieldType } from '../../spi/index.js';

/** How a cell is written; a `percent` is a number of hundredths of one CPU, or of the machine's memory. */
export type ColumnType = TraceFieldType | 'percent';

/** One column of the trace. */
export interface TraceColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** What a cell may hold before it is written; undefined where nobody knows. */
export type TraceValue = string | number | undefined;
