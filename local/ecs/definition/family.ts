import { type TaskDefinition } from './task-definition.js';

/** The revisions of one family, found by number, with holes where revisions were deleted. */
export class DefinitionFamily {
  /** Revision n at index n - 1. */
  private readonly revisions: (TaskDefinition | undefined)[] = [];
  /** Numbers that were ACTIVE when they were put here, in ascending order; the last may be so no more. */
  private readonly active: number[] = [];
  private existing = 0;
  private highest = 0;

  constructor(readonly name: string) {}

  /** The last number ever given: numbers are never used again (facts §1d). */
  get last(): number {
    return this.highest;
  }

  /** How many revisions there are, of any status. */
  get size(): number {
    return this.existing;
  }

  /** Takes a revision with a number past all before. */
  add(definition: TaskDefinition): void {
    this.revisions[definition.revision - 1] = definition;
    this.existing++;
    this.reserve(definition.revision);
    if (definition.status === 'ACTIVE') this.active.push(definition.revision);
  }

  /** Makes numbers up to this one used. */
  reserve(revision: number): void {
    this.highest = Math.max(this.highest, revision);
  }

  at(revision: number): TaskDefinition | undefined {
    return this.revisions[revision - 1];
  }

  /** The revision a family's bare name means. What is found inactive is dropped, so that it is met only once. */
  latestActive(): TaskDefinition | undefined {
    for (let last = this.active.at(-1); last !== undefined; last = this.active.at(-1)) {
      const found = this.at(last);
      if (found?.status === 'ACTIVE') return found;
      this.active.pop();
    }
    return undefined;
  }

  remove(revision: number): void {
    if (this.at(revision) === undefined) return;
    this.revisions[revision - 1] = undefined;
    this.existing--;
  }

  /** The revisions after a number, by ascending number, or before it by descending. */
  *walk(from: number | undefined, order: 'ASC' | 'DESC'): Generator<TaskDefinition> {
    const step = order === 'ASC' ? 1 : -1;
    const start = order === 'ASC' ? (from ?? 0) + 1 : (from ?? this.highest + 1) - 1;
    for (let revision = start; revision >= 1 && revision <= this.highest; revision += step) {
      const found = this.at(revision);
      if (found !== undefined) yield found;
    }
  }
}
