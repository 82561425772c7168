/**
 * What the engines say of a pull that failed, and the words ECS's users look for in `CannotPullContainerError`
 * (facts §4; DG task_cannot_pull_image). Docker already uses them; Podman and proxies often do not.
 */
const causes: readonly { readonly seen: RegExp; readonly words: string }[] = [
  { seen: /toomanyrequests|too many requests|rate limit/i, words: 'toomanyrequests' },
  { seen: /no space left on device/i, words: 'no space left on device' },
  { seen: /manifest unknown|manifest .*not found|no such manifest/i, words: 'manifest unknown' },
  {
    seen: /repository .*(does not exist|not found)|name unknown/i,
    words: "repository does not exist or may require 'docker login'",
  },
  {
    seen: /unauthorized|authentication required|no basic auth credentials|denied/i,
    words: "pull access denied, repository does not exist or may require 'docker login'",
  },
  {
    seen: /i\/o timeout|client\.timeout|timed? ?out|deadline exceeded|connection refused|no such host|network is unreachable|temporary failure in name resolution/i,
    words: 'i/o timeout',
  },
];

/**
 * ECS's reason for an image that cannot be had.
 *
 * @param text what the engine said, without its `Error response from daemon: `
 */
export function pullFailureReason(text: string): string {
  const cause = causes.find(({ seen }) => seen.test(text));
  const told = cause === undefined || text.includes(cause.words) ? text : `${cause.words}: ${text}`;
  return `CannotPullContainerError: Error response from daemon: ${told}`;
}
