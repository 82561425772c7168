import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets made for a test, each known by its name, which are then looked for wherever a run writes. */
export class Canaries {
  private readonly planted = new Map<string, string>();

  /** A new value; `shape` puts it into a form, e.g. an access key id's. Its heart is 20 hex digits of chance. */
  plant(name: string, shape: (heart: string) => string = (heart) => `c4n/${heart}+ry`): string {
    const value = shape(randomBytes(10).toString('hex').toUpperCase());
    this.planted.set(name, value);
    return value;
  }

  /** Names of those that `text` holds: as they are, URL-encoded, in hex or in any alignment of base64. */
  in(text: string): string[] {
    const said = text.toUpperCase();
    return [...this.planted]
      .filter(([, value]) => {
        const heart = /[0-9A-F]{20}/i.exec(value)?.[0];
        if (heart === undefined) throw new Error('a canary needs its heart in one piece');
        return (
          said.includes(heart.toUpperCase()) ||
          said.includes(Buffer.from(heart).toString('hex').toUpperCase()) ||
          base64Forms(heart).some((form) => text.includes(form))
        );
      })
      .map(([name]) => name);
  }

  /** Every file below `folder` that holds one, but those `own` names: paths from there, each with the names. */
  async inFiles(folder: string, own: readonly string[] = []): Promise<string[]> {
    const found: string[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
      const names = this.in(path);
      if (entry.isFile() && !own.includes(path))
        names.push(...this.in(await readFile(join(folder, path), 'latin1')));
      if (names.length > 0) found.push(`${path}: ${names.join(', ')}`);
    }
    return found;
  }
}

/** What base64 makes of a text, without the ends that depend on its neighbours, for each of three alignments. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + text)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
}
