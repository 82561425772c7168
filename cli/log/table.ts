/** A column of a table for people. */
export interface Column {
  readonly title: string;
  /** Characters that cells are at least as wide as. */
  readonly width: number;
}

/** One line of a table; the last cell is not filled up. */
export function tableLine(cells: readonly string[], columns: readonly Column[]): string {
  return cells
    .map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(columns[at]?.width ?? 0)))
    .join('  ');
}

/** Columns as wide as the widest of their cells. */
export function fitted(titles: readonly string[], rows: readonly (readonly string[])[]): readonly Column[] {
  return titles.map((title, at) => ({
    title,
    width: rows.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), title.length),
  }));
}
