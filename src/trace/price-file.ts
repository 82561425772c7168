import { readFile } from 'node:fs/promises';
import { token } from '../di/token.js';

/** Reads the file of prices that the user names. */
export interface PriceFile {
  /**
   * @param path relative ones are looked for where the run was started.
   * @throws the error of Node's file system.
   */
  read(path: string): Promise<string>;
}

export const PriceFile = token<PriceFile>('PriceFile');

export const diskPriceFile: PriceFile = { read: (path) => readFile(path, 'utf8') };
