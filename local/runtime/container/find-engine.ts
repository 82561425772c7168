import { type Clock } from '../../clock.js';
import { errorText } from '../../error-text.js';
import { type TaskFolders } from '../task-folders.js';
import { type EngineTraits } from './create-body.js';
import { addressText, engineAddresses, type EngineEnvironment } from './engine-address.js';
import { Engine } from './engine.js';
import { EngineError } from './engine-error.js';

/** An engine that can run this cloud's tasks. */
export interface FoundEngine {
  readonly kind: 'found';
  readonly engine: Engine;
  readonly description: string;
  readonly traits: EngineTraits;
}

/** None can; `why` names each address tried. */
export interface NoEngine {
  readonly kind: 'none';
  readonly why: string;
}

export interface FindEngineDeps {
  readonly clock: Clock;
  readonly folders: TaskFolders;
  readonly environment: EngineEnvironment;
  /** The cloud's own user; `undefined` where the system has no such numbers. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  /** Milliseconds for each answer of an engine. */
  readonly within: number;
}

/** An image that no registry can have, `.invalid` being nobody's: only its absence is asked for. */
const noImage = 'nf-awsecs.invalid/mount-check:none';

/** Looks for a container engine that answers and sees the data folder. Never rejects. */
export async function findEngine(deps: FindEngineDeps): Promise<FoundEngine | NoEngine> {
  const addresses = engineAddresses(deps.environment);
  if (typeof addresses === 'string') return { kind: 'none', why: addresses };
  const refusals: string[] = [];
  for (const address of addresses) {
    const engine = new Engine(address, deps.clock);
    try {
      return await look(engine, deps);
    } catch (error) {
      engine.close();
      // A socket that is not there is no news but where it was asked for.
      if (EngineError.of(error).absent && addresses.length > 1) continue;
      refusals.push(`${addressText(address)}: ${errorText(error)}`);
    }
  }
  const why = refusals.length === 0 ? 'no container engine listens on this machine' : refusals.join('; ');
  return { kind: 'none', why };
}

async function look(engine: Engine, deps: FindEngineDeps): Promise<FoundEngine> {
  const { within } = deps;
  const { name, version } = await engine.version(within);
  const [info, bridges] = await Promise.all([engine.info(within), engine.bridges(within)]);
  if (info.OSType !== undefined && info.OSType !== 'linux') {
    throw new Error(`it runs ${info.OSType} containers; tasks are Linux containers. Switch it over.`);
  }
  await seesFolder(engine, await deps.folders.own());
  const rootless = info.SecurityOptions?.some((option) => option.includes('rootless')) === true;
  const traits = {
    cpus: info.NCPU ?? 1,
    awsvpc: bridges.includes('bridge') || bridges.includes('podman') ? 'bridge' : 'host',
    user: userOf(deps.user, rootless),
  };
  const description = `${name} ${version} at ${engine.where}`;
  return { kind: 'found', engine, description, traits };
}

/**
 * An engine on another machine, or in a virtual machine, may not have the folder tasks share with S3. Asked without an
 * image: Docker looks at what is to be mounted before it looks for the image. Podman looks for the image first, so of
 * its remote machines only the first task learns.
 */
async function seesFolder(engine: Engine, folder: string): Promise<void> {
  const Mounts = [{ Type: 'bind', Source: folder, Target: '/data', ReadOnly: true }];
  try {
    await engine.remove(await engine.create({ Image: noImage, HostConfig: { Mounts } }));
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return;
    throw new Error(
      `it does not see the data folder (${errorText(error)}). Use an engine of this machine, or share the folder with the engine's.`,
      { cause: error },
    );
  }
}

/** Without root's rights the engine maps its own user to root in the container: any other could not write. */
function userOf(user: FindEngineDeps['user'], rootless: boolean): string | undefined {
  return user === undefined || user.uid === 0 || rootless ? undefined : `${user.uid}:${user.gid}`;
}
