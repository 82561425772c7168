/** Control characters and marks of writing direction; line breaks and tabs apart. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}]/gu;

/**
 * A message with what nobody can see written as an escape: it may quote a file, a setting or AWS, and control characters
 * in it would paint the terminal or move its cursor.
 */
export function printable(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    const digits = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}
