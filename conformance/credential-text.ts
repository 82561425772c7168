/** What credentials look like in a text: keys of AWS, tokens of registries and forges, passwords in addresses. */
const CREDENTIALS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bBearer\s+[\w.~+/-]{16,}/i,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
  /X-Amz-(?:Signature|Credential|Security-Token)=/i,
];

/** Whether a text holds one, or any of the values that are given. */
export function holdsCredential(text: string, values: readonly string[]): boolean {
  return CREDENTIALS.some((shape) => shape.test(text)) || values.some((value) => text.includes(value));
}
