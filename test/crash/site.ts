import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipelineConfig, type PipelinePlace, pipelineScript } from './pipeline.js';

/** What the history of a folder tells of its newest run. */
export interface PastRun {
  readonly runName: string;
  readonly sessionId: string;
}

/** The folders of one scenario: those its user runs the pipeline in, and the ledger of its commands. */
export class Site {
  private readonly ledger: string;
  private moves = 0;

  private constructor(
    readonly root: string,
    readonly place: PipelinePlace,
  ) {
    this.ledger = place.ledger;
  }

  /** @param folder of all scenarios. */
  static async open(folder: string, given: Omit<PipelinePlace, 'ledger'>): Promise<Site> {
    const root = join(folder, `scenario-${given.label}`);
    const place = { ...given, ledger: join(root, 'ledger') };
    const site = new Site(root, place);
    await mkdir(place.ledger, { recursive: true });
    await mkdir(site.folder);
    await writeFile(join(site.folder, 'main.nf'), pipelineScript(place));
    await writeFile(join(site.folder, 'nextflow.config'), pipelineConfig(place));
    return site;
  }

  /** Where its user is now. */
  get folder(): string {
    return join(this.root, `folder-${this.moves}`);
  }

  get ledgerFolder(): string {
    return this.ledger;
  }

  /** Of the session of a program, which has no history: the same for every run. */
  get sessionId(): string {
    const hex = createHash('sha256').update(this.root).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** Another machine, as it were: the pipeline is there, and no history. */
  async move(): Promise<void> {
    const from = this.folder;
    this.moves++;
    await mkdir(this.folder);
    for (const name of ['main.nf', 'nextflow.config']) await cp(join(from, name), join(this.folder, name));
  }

  /** Undefined where no run of this folder came as far as its history. */
  async newestRun(): Promise<PastRun | undefined> {
    for (const text of (await this.histories()).reverse()) {
      const line = text.slice(0, Math.max(0, text.indexOf('\n')));
      if (line !== '') return JSON.parse(line) as PastRun;
    }
    return undefined;
  }

  /** Lines that are no records, but for a last one that was being written. */
  async unreadable(): Promise<string[]> {
    const broken = (line: string): boolean => {
      try {
        JSON.parse(line);
        return false;
      } catch {
        return true;
      }
    };
    const lines = (await this.histories()).flatMap((text) => text.split('\n').slice(0, -1));
    return lines.filter(broken).map((line) => `history: unreadable line ${line.slice(0, 100)}`);
  }

  /** By task: what its command noted. */
  async notes(): Promise<Record<string, readonly string[]>> {
    const notes: Record<string, readonly string[]> = {};
    for (const name of await readdir(this.ledger)) {
      notes[name] = (await readFile(join(this.ledger, name), 'utf8')).trim().split('\n');
    }
    return notes;
  }

  private async histories(): Promise<string[]> {
    const folder = join(this.folder, '.nf-awsecs/history');
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.sort().map((name) => readFile(join(folder, name), 'utf8')));
  }
}
