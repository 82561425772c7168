/**
 * Whether the text is a URL. Not by `URL.canParse`: once it is compiled, Node 20 calls every URL with a letter of Latin-1
 * beyond ASCII (`http://münchen.example`) none.
 */
export function isUrl(text: string): boolean {
  try {
    new URL(text);
    return true;
  } catch {
    return false;
  }
}
