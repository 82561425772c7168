/**
 * One word for a POSIX shell that expands to exactly `text`.
 * @throws RangeError for a NUL, which no shell word can hold.
 */
export function shellQuote(text: string): string {
  if (text.includes('\0')) throw new RangeError('A text with a NUL character cannot be given to a shell.');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
