/** What a thrown value says, for the "why" of a message. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return textOf(thrown);
  return thrown.message === '' ? thrown.name : thrown.message;
}

/** As text, also where the value refuses to be any: a plugin may throw whatever it likes. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return `${typeof value === 'function' ? 'a function' : 'an object'} without text`;
  }
}
