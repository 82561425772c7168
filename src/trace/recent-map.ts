/** A map of bounded size that forgets what nobody has asked for the longest. */
export class RecentMap<K, V> {
  /** In order of use, the longest unused first. */
  private readonly entries = new Map<K, V>();

  /** @param most entries kept, 1 or more. */
  constructor(private readonly most: number) {}

  /** Asking counts as use. */
  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
  }
}
