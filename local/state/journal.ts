import { join } from 'node:path';
import { type Clock, type Timer } from '../clock.js';
import { errorText } from '../error-text.js';
import { makeFolder } from '../make-folder.js';
import { extendJournal, readJournal, rewriteJournal } from './journal-file.js';
import { lineText } from './journal-lines.js';
import { type Json, type StateBook } from './state-book.js';

export interface JournalDeps {
  /** Real time, also in a cloud of virtual time: a file is written in the world. */
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Bytes the file may grow to before it is written anew, beside twice what it began with; default 16 MiB. */
  readonly slack?: number;
}

/** How long a change may wait to be written, in milliseconds: all that `kill -9` can take. */
const patience = 200;

/**
 * Keeps records in one file of lines, `journal` in a folder of its own. Changes are written together, the newest
 * snapshot of each record once, however often it was noted; now and then the file is written anew without what
 * has been overtaken. A file that cannot be written is told of once; the cloud goes on.
 */
export class Journal implements StateBook {
  /** Every living record by kind and key, as a question for its present value. */
  private readonly living: Map<string, Map<string, () => Json>>;
  /** Keys to write, by kind. */
  private changed = new Map<string, Set<string>>();
  private flushing: Promise<void> = Promise.resolve();
  private timer: Timer | undefined;
  private limit: number;
  private troubled = false;

  private constructor(
    private readonly path: string,
    found: ReadonlyMap<string, ReadonlyMap<string, Json>>,
    private bytes: number,
    private readonly deps: JournalDeps,
  ) {
    this.living = new Map(
      [...found].map(([kind, records]) => [
        kind,
        new Map([...records].map(([key, value]) => [key, () => value])),
      ]),
    );
    this.limit = this.nextLimit();
  }

  /**
   * Opens the journal of a folder, made where missing. Only one process may have it open.
   *
   * @throws Error where it cannot be read or written, or is of another version
   */
  static async open(folder: string, deps: JournalDeps): Promise<Journal> {
    await makeFolder(folder);
    const path = join(folder, 'journal');
    const { records, broken } = await readJournal(path);
    if (broken > 0) deps.log(`${path}: ${broken} lines say nothing and were left out`);
    const lines = [...records].flatMap(([kind, ofKind]) =>
      [...ofKind].map(([key, value]) => lineText({ kind, key, value })),
    );
    return new Journal(path, records, await rewriteJournal(path, lines), deps);
  }

  all(kind: string): ReadonlyMap<string, Json> {
    // Not kept beside `living`: what was found would stay in memory for good.
    return new Map([...(this.living.get(kind) ?? [])].map(([key, snapshot]) => [key, snapshot()]));
  }

  note(kind: string, key: string, snapshot: () => Json): void {
    const records = this.living.get(kind) ?? new Map<string, () => Json>();
    this.living.set(kind, records);
    records.set(key, snapshot);
    this.mark(kind, key);
  }

  drop(kind: string, key: string): void {
    if (this.living.get(kind)?.delete(key) === true) this.mark(kind, key);
  }

  /** Writes what is left to write. */
  async close(): Promise<void> {
    this.timer?.cancel();
    this.timer = undefined;
    await this.flush();
  }

  private mark(kind: string, key: string): void {
    const keys = this.changed.get(kind) ?? new Set<string>();
    this.changed.set(kind, keys.add(key));
    this.timer ??= this.deps.clock.after(patience, () => {
      this.timer = undefined;
      void this.flush();
    });
  }

  /** One write after the other; never rejects. */
  private flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  private async write(): Promise<void> {
    const changed = this.changed;
    this.changed = new Map();
    const lines = [...changed].flatMap(([kind, keys]) => [...keys].map((key) => this.line(kind, key)));
    if (lines.length === 0) return;
    try {
      this.bytes += await extendJournal(this.path, lines);
      if (this.bytes > this.limit) await this.compact();
      this.troubled = false;
    } catch (error) {
      if (!this.troubled) this.deps.log(trouble(this.path, error));
      this.troubled = true;
    }
  }

  private async compact(): Promise<void> {
    this.bytes = await rewriteJournal(this.path, this.lines());
    this.limit = this.nextLimit();
  }

  private *lines(): Iterable<string> {
    for (const [kind, records] of this.living) {
      for (const key of records.keys()) yield this.line(kind, key);
    }
  }

  private line(kind: string, key: string): string {
    const snapshot = this.living.get(kind)?.get(key);
    return lineText(snapshot === undefined ? { kind, key, dropped: true } : { kind, key, value: snapshot() });
  }

  private nextLimit(): number {
    return 2 * this.bytes + (this.deps.slack ?? 16 * 1024 * 1024);
  }
}

function trouble(path: string, error: unknown): string {
  return `${path} could not be written: ${errorText(error)}. What changes now may be unknown after a restart.`;
}
