/**
 * What an address may carry before its host: `user:password@`. Only the end of the scheme is looked at: a search for its
 * beginning would go over a long text of dots and hyphens once for every one of them.
 */
const USER_INFO = /((?<=[a-z0-9+.-]):\/\/)[^\s/?#"'\\]*(?=@)/gi;

/** The same without a scheme, but not the name and tag of an image before its digest. */
const BARE_USER_INFO = /(^|[\s'"])[^\s/@:'"=]+:[^\s/@'"]+(?=@(?!sha\d))/g;

/** An AWS access key id, of a user or of a session. */
const ACCESS_KEY_ID = /\b(A(?:KI|SI)A)[A-Z0-9]{12,}/g;

/** The scheme of a header, which says nothing, before a token. */
const SCHEME = /\b((?:Bearer|Basic)\s+)[\w+/=.~-]{8,}/gi;

/**
 * A member, header or parameter that holds a credential, with its value: `X-Amz-Security-Token=…`, `"authorization":"…"`,
 * `Signature=…`. What is shorter than eight characters is a word of a sentence.
 */
const NAMED = new RegExp(
  String.raw`((?:authorization|signature|credential|(?:access|auth|security|session|id)[-_]?token|secret[-_]?(?:access[-_]?)?key|access[-_]?key(?:[-_]?id)?|passw(?:or)?d)\\*["']?\s*[=:]\s*\\*["']?)` +
    String.raw`[^\s"'\\,;&<>]{8,}`,
  'gi',
);

/** Tokens that tell by their first letters whose they are: JSON Web Tokens, and those of GitHub, GitLab, Slack and others. */
const TOKEN = /\b(eyJ|gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|sk-(?:proj-)?)(?=\w*\d)\w{10,}[\w.-]*/g;

/** What credentials look like wherever they stand. What the one group of each matches says nothing and is kept. */
const CREDENTIALS: readonly RegExp[] = [USER_INFO, BARE_USER_INFO, NAMED, SCHEME, ACCESS_KEY_ID, TOKEN];

/**
 * A text of others (a service's message, a library's) without the credentials in it: access key ids, signatures,
 * tokens, passwords in addresses. Servers and proxies are known to echo requests, AWS the canonical form of a request
 * whose signature does not match, with its session token.
 */
export function redact(text: string): string {
  return CREDENTIALS.reduce((shown, credential) => shown.replace(credential, '$1***'), text);
}

/** Members of an error that are not enumerable. */
const SAID: readonly string[] = ['message', 'stack', 'cause', 'errors'];

/** Redacts what an error of others says of itself, in place: message, stack, members and causes. Answers the error. */
export function redactError<E>(error: E): E {
  redactMembers(error, new Set());
  return error;
}

function redactMembers(value: unknown, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const name of [...SAID, ...Object.keys(value)]) {
    const member = Object.getOwnPropertyDescriptor(value, name);
    if (typeof member?.value === 'string' && member.writable === true) {
      Reflect.set(value, name, redact(member.value));
    } else if (SAID.includes(name) || member?.value instanceof Error) {
      redactMembers(member?.value, seen);
    }
  }
}
