import type { Json, StateBook } from '../state/state-book.js';

/** Where a table keeps its records. */
export interface TablePlace {
  readonly region: string;
  readonly state: StateBook;
  readonly log: (line: string) => void;
}

/** The resources of one kind in one region, by id, in the order they were made; kept between starts. */
export class ResourceTable<T extends { readonly id: string }> {
  private readonly byId = new Map<string, T>();

  /**
   * @param kind name of the records, e.g. `ec2-vpc`
   * @param needs members every record has; one without is left out and said
   */
  constructor(
    private readonly kind: string,
    private readonly place: TablePlace,
    needs: readonly (keyof T & string)[],
  ) {
    for (const [key, record] of place.state.all(kind)) {
      if (!key.startsWith(`${place.region}/`)) continue;
      if (hasMembers(record, ['id', ...needs])) this.byId.set(record['id'] as string, record as unknown as T);
      else place.log(`the record ${key} of ${kind} is broken and left out`);
    }
  }

  get all(): readonly T[] {
    return [...this.byId.values()];
  }

  get size(): number {
    return this.byId.size;
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** Adds a resource, or what it has become. */
  put<R extends T>(resource: R): R {
    this.byId.set(resource.id, resource);
    // Resources are plain values of texts, numbers and lists: JSON as they are.
    this.place.state.note(this.kind, this.key(resource.id), () => resource);
    return resource;
  }

  delete(id: string): void {
    if (this.byId.delete(id)) this.place.state.drop(this.kind, this.key(id));
  }

  private key(id: string): string {
    return `${this.place.region}/${id}`;
  }
}

function hasMembers(record: Json, names: readonly string[]): record is Record<string, Json> {
  return (
    typeof record === 'object' &&
    record !== null &&
    names.every((name) => (record as Record<string, Json>)[name] !== undefined) &&
    typeof (record as Record<string, Json>)['id'] === 'string'
  );
}
