/** What a test of the kit expected and did not find. */
export class KitFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KitFailure';
  }
}

/** Throws where the two differ; both are compared and told as JSON. */
export function same(what: string, found: unknown, expected: unknown): void {
  const [left, right] = [text(found), text(expected)];
  if (left !== right) throw new KitFailure(`${what}: found ${left}, expected ${right}`);
}

/** Throws where `holds` is false. */
export function holds(what: string, condition: boolean): void {
  if (!condition) throw new KitFailure(`does not hold: ${what}`);
}

/** What an action throws, or its promise rejects with; throws where it does neither. */
export async function failureOf(what: string, action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new KitFailure(`${what}: nothing was thrown`);
}

function text(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}
