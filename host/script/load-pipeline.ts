import { readFile } from 'node:fs/promises';
import { ExecutorError } from '../../spi/index.js';
import type { Pipeline } from './pipeline.js';
import { parsePipeline } from './pipeline-reader.js';

/**
 * Reads a pipeline script.
 * @throws ScriptError where it is not in the supported language.
 * @throws ExecutorError SCRIPT_UNREADABLE when the file cannot be read.
 */
export async function loadPipeline(path: string): Promise<Pipeline> {
  return parsePipeline(await readScript(path), path);
}

async function readScript(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'the file does not exist' : code;
    const message = `Cannot read the pipeline script ${path}: ${why}. Give the path of a script such as main.nf.`;
    throw new ExecutorError(message, { code: 'SCRIPT_UNREADABLE', cause: error });
  }
}
