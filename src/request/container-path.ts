/** An absolute path without `.`, `..`, empty parts, blanks, and the `:` and `,` that mounts are written with. */
export const MOUNT_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[^/\s:,\\"'\p{Cc}]+)+$/u;

/** Folders that make a container work: what is mounted over them hides them. */
const RESERVED = /^\/(?:bin|boot|dev|etc|fusion|lib|lib64|proc|sbin|sys|usr)(?:\/|$)/;

/** Whether a disk at `path` would hide what the container itself needs. */
export function reservedPath(path: string): boolean {
  return RESERVED.test(path);
}
