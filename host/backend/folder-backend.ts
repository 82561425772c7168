import { FolderFiles } from '../storage/folder-files.js';
import type { Backend } from './backend.js';

/**
 * The backend of a run on a cloud of its own: the cloud ended with the run, and its S3 is all there is.
 * @param folder its subfolders are buckets.
 */
export function folderBackend(folder: string): Backend {
  return {
    files: new FolderFiles(folder),
    executor: () => undefined,
    housekeepers: () => [],
    close: () => Promise.resolve(),
  };
}
