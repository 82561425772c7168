/** Controls, marks of format and of writing direction, odd line ends, halves of characters; line breaks and tabs apart. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text with what nobody can see written as an escape (`\u001B`): it may quote a file, a setting or AWS, and control
 * characters in it would paint the terminal or move its cursor. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}

/** {@link printable} on one line: line breaks and tabs are written `\n` and `\t`. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
