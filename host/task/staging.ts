import { mountedPath } from './mounted-path.js';
import { shellQuote } from './shell-quote.js';
import type { TaskInput } from './task-input.js';

/**
 * Lines of a shell function that puts inputs into the work dir as links, as Nextflow does on Fusion. The work dir is the
 * current one, `$nxf_root` the mount. What an earlier try of the task left under an input's name goes: a link, or what
 * the command had put in its place.
 */
export function stagingLines(inputs: readonly TaskInput[]): readonly string[] {
  if (inputs.length === 0) return ['    :'];
  return inputs.flatMap(({ uri, stageAs }) => {
    // Without the dot a name may read as an option.
    const name = shellQuote(`./${stageAs}`);
    const folder = stageAs.split('/').slice(0, -1).join('/');
    return [
      ...(folder === '' ? [] : [`    mkdir -p ${shellQuote(`./${folder}`)}`]),
      `    rm -rf ${name}`,
      `    ln -s "$nxf_root"/${shellQuote(mountedPath(uri))} ${name}`,
    ];
  });
}
