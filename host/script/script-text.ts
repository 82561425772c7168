/**
 * Makes a command's text independent of where it stands in the script: takes away the indentation all its
 * lines share (a tab counts as one character, blank lines do not count), and the blank lines around it.
 */
export function dedentScript(text: string): string {
  const lines = text.split('\n');
  const shared = lines.filter((line) => line.trim() !== '').map(indentation);
  const indent = shared.reduce((least, width) => Math.min(least, width), Infinity);
  const dedented = lines.map((line) => (line.trim() === '' ? '' : line.slice(indent)));
  const first = dedented.findIndex((line) => line !== '');
  const last = dedented.findLastIndex((line) => line !== '');
  return first < 0 ? '' : dedented.slice(first, last + 1).join('\n');
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
