import { type ManagedInstance } from './managed-instance.js';

/** How long an instance can be described after its end: an hour, by third parties (facts §10); milliseconds. */
const remembered = 3_600_000;

/** The instances of one cluster: living ones, and those that ended within the hour. */
export class InstanceStore {
  private readonly alive = new Map<string, ManagedInstance>();
  /** In the order of their ends. */
  private readonly over = new Map<string, ManagedInstance>();

  constructor(
    private readonly now: () => number,
    private readonly forgotten: (instance: ManagedInstance) => void,
  ) {}

  add(instance: ManagedInstance): void {
    this.alive.set(instance.facts.id, instance);
  }

  retire(instance: ManagedInstance): void {
    this.alive.delete(instance.facts.id);
    this.over.set(instance.facts.id, instance);
    this.forgetOld();
  }

  /** In the order they were launched. */
  get living(): readonly ManagedInstance[] {
    return [...this.alive.values()];
  }

  get livingCount(): number {
    return this.alive.size;
  }

  get all(): readonly ManagedInstance[] {
    this.forgetOld();
    return [...this.alive.values(), ...this.over.values()];
  }

  find(id: string): ManagedInstance | undefined {
    this.forgetOld();
    return this.alive.get(id) ?? this.over.get(id);
  }

  /** On access instead of by timer, as tasks are forgotten. */
  private forgetOld(): void {
    const before = this.now() - remembered;
    for (const [id, instance] of this.over) {
      if ((instance.endedAt ?? 0) > before) return;
      this.over.delete(id);
      this.forgotten(instance);
    }
  }
}
