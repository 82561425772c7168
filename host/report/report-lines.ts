import { stripVTControlCharacters } from 'node:util';

/** Lines of output that a report shows; the files are in the work dir. */
const TAIL_LINES = 50;
/** Characters of output that a report shows: one line can be as long as a file. */
const TAIL_CHARACTERS = 32 * 1024;

/** The lines of a text, without blank ones around them. */
export function lines(text: string): string[] {
  return text
    .trimEnd()
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .split(/\r?\n/);
}

/** The last lines that a command printed, as a terminal would have them in the end, without their colours. */
export function lastLines(text = ''): string[] {
  const tail = stripVTControlCharacters(text.slice(-TAIL_CHARACTERS));
  return tail.trimEnd() === '' ? [] : lines(tail).slice(-TAIL_LINES).map(lastWritten);
}

/** A progress bar goes back to the beginning of its line again and again: what it wrote last is what one saw. */
function lastWritten(line: string): string {
  return line.trimEnd().split('\r').at(-1) ?? '';
}
