import { hostname } from 'node:os';
import { errorText } from '../../error-text.js';
import { isAlive, parseMark, processMark } from '../../process-mark.js';
import { type Engine } from './engine.js';

/** The machine whose cloud a container belongs to: numbers of processes mean nothing on another. */
const hostLabel = 'nf-awsecs.local.host';
/** The process of that cloud. */
const ownerLabel = 'nf-awsecs.local.owner';

/** Milliseconds the engine may take to list containers. */
const listing = 30_000;

/** The labels that tell which cloud a container is of. */
export async function ownerLabels(): Promise<Readonly<Record<string, string>>> {
  return {
    [hostLabel]: hostname(),
    [ownerLabel]: JSON.stringify(await processMark(process.pid)),
  };
}

/** Removes the containers whose cloud has died without ending them. Never rejects. */
export async function removeLeftovers(engine: Engine, log: (line: string) => void): Promise<void> {
  try {
    let removed = 0;
    for (const { Id, Labels } of await engine.labelled(`${hostLabel}=${hostname()}`, listing)) {
      const owner = parseMark(Labels?.[ownerLabel] ?? '');
      if (owner !== undefined && (await isAlive(owner))) continue;
      await engine.remove(Id);
      removed++;
    }
    if (removed > 0) {
      log(
        `${removed} container${removed === 1 ? ' was' : 's were'} left by a local cloud that ended without closing: removed`,
      );
    }
  } catch (error) {
    log(`containers left by an earlier local cloud could not be looked for or removed: ${errorText(error)}`);
  }
}
