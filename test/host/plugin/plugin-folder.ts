import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An entry whose executors are only names. */
export const INERT = 'export const plugin = { check: () => [], createExecutor: (name) => ({ name }) };\n';

/** A folder to lay plugins out in. Its name holds a space: a path is not an URL. */
export class PluginFolder {
  private constructor(readonly path: string) {}

  static async create(): Promise<PluginFolder> {
    return new PluginFolder(await realpath(await mkdtemp(join(tmpdir(), 'nxf plugins-'))));
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  at(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a file, its folder too. */
  async write(name: string, content: unknown): Promise<string> {
    const path = this.at(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  /** Writes a plugin into a folder below; its id is the folder's name. Answers the path of its manifest. */
  async plugin(
    folder: string,
    manifest: Readonly<Record<string, unknown>> = {},
    entry = INERT,
  ): Promise<string> {
    const id = folder.split('/').at(-1) ?? '';
    await this.write(`${folder}/index.mjs`, entry);
    const content = {
      id,
      version: '1.0.0',
      spi: '^1.0.0',
      executors: [id],
      entry: 'index.mjs',
      settings: {},
    };
    return this.write(`${folder}/plugin.json`, { ...content, ...manifest });
  }
}
