import type { Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '../system-error.js';
import { withAccess } from './locked-path.js';

/** Where tasks see the data root, and so how they write the targets of their links. */
const mount = '/fusion/s3';
/** As many as Linux follows before it says ELOOP. */
const linkLimit = 40;

/** Names from the data root down; the first is a bucket's. */
export type Names = readonly string[];

export type Resolution =
  | { readonly kind: 'found'; readonly names: Names; readonly stats: Stats }
  /** Nothing there; `names` is where it would be, links above it followed. */
  | { readonly kind: 'missing'; readonly names: Names }
  /** Something on the way is no folder. */
  | { readonly kind: 'blocked'; readonly names: Names }
  | { readonly kind: 'refused'; readonly why: string };

/** What is left to visit, and how the walk has gone so far. */
interface Walk {
  readonly pending: readonly string[];
  readonly current: Names;
  readonly links: number;
}

/** The folder that holds the buckets, and the only way from an object's path to a file: no link leads out of it. */
export class DataRoot {
  /** @param aliases other absolute paths of the same folder, e.g. before links were resolved */
  constructor(
    readonly folder: string,
    private readonly aliases: readonly string[] = [],
  ) {}

  path(names: Names): string {
    return join(this.folder, ...names);
  }

  /**
   * What lies at names whose folders are no links, itself not followed; undefined for nothing.
   *
   * @throws AwsError AccessDenied where a folder on the way is closed to us
   */
  at(names: Names): Promise<Stats | undefined> {
    return this.access(names.slice(0, -1), () => lstatIfAny(this.path(names)));
  }

  /** Does something that needs the owner's rights on all of `names`, which a task may have taken away. */
  access<T>(names: Names, action: () => Promise<T>): Promise<T> {
    return withAccess(this.folder, names, action);
  }

  /**
   * Follows links one by one instead of asking the system: a task's link into `/fusion/s3` means this folder,
   * though nothing is mounted there outside the task.
   */
  async resolve(names: Names, options: { readonly followLast: boolean }): Promise<Resolution> {
    let walk: Walk | Resolution = { pending: names, current: [], links: 0 };
    while (!('kind' in walk)) walk = await this.step(walk, options.followLast);
    return walk;
  }

  private async step(walk: Walk, followLast: boolean): Promise<Walk | Resolution> {
    const [name, ...rest] = walk.pending;
    if (name === undefined) return this.arrive(walk.current);
    if (name === '' || name === '.') return { ...walk, pending: rest };
    if (name === '..') return this.up(walk, rest);
    const here = [...walk.current, name];
    const stats = await this.at(here);
    if (stats === undefined) return missing(here, rest);
    if (stats.isSymbolicLink() && (followLast || rest.length > 0)) return this.follow(here, rest, walk);
    if (rest.length === 0) return { kind: 'found', names: here, stats };
    return stats.isDirectory() ? { ...walk, pending: rest, current: here } : { kind: 'blocked', names: here };
  }

  private async arrive(names: Names): Promise<Resolution> {
    const stats = await this.at(names);
    return stats === undefined ? { kind: 'missing', names } : { kind: 'found', names, stats };
  }

  private up(walk: Walk, rest: readonly string[]): Walk | Resolution {
    if (walk.current.length === 0) return { kind: 'refused', why: 'a link leads out of the data root' };
    return { ...walk, pending: rest, current: walk.current.slice(0, -1) };
  }

  private async follow(here: Names, rest: readonly string[], walk: Walk): Promise<Walk | Resolution> {
    const shown = here.join('/');
    if (walk.links >= linkLimit) return { kind: 'refused', why: `too many links at '${shown}'` };
    const target = await readlink(this.path(here));
    const links = walk.links + 1;
    if (!target.startsWith('/')) {
      return { pending: [...target.split('/'), ...rest], current: walk.current, links };
    }
    const below = this.below(target);
    if (below === undefined) {
      return { kind: 'refused', why: `the link '${shown}' leads to '${target}', outside ${mount}` };
    }
    return { pending: [...below, ...rest], current: [], links };
  }

  private below(target: string): readonly string[] | undefined {
    const base = [mount, this.folder, ...this.aliases].find(
      (folder) => target === folder || target.startsWith(`${folder}/`),
    );
    return base === undefined ? undefined : target.slice(base.length).split('/');
  }
}

function missing(here: Names, rest: readonly string[]): Resolution {
  if (rest.includes('..'))
    return { kind: 'refused', why: `a link leads through '${here.join('/')}', which is missing` };
  return { kind: 'missing', names: [...here, ...rest.filter((name) => name !== '' && name !== '.')] };
}

async function lstatIfAny(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
