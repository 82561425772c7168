/** Where a command's words go. Lines stand above whatever is redrawn in place. */
export interface Screen {
  /** Whether `draw` shows anything: where not, events are worth a line of their own. */
  readonly live: boolean;
  /** Writes to standard output; a missing end of line is added. */
  print(text: string): void;
  /** Writes to standard error. */
  printError(text: string): void;
  /** Shows these lines in place of those drawn before, soon. */
  draw(lines: () => readonly string[]): void;
  /** Leaves the last drawing standing; what is printed afterwards follows it. Idempotent. */
  finish(): void;
}

/** The text with an end of line. */
export function withLineEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
