import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock } from './clock.js';
import { sweepFolders } from './cloud-folder.js';
import { type CloudSettings } from './cloud-options.js';
import { cloudRuntime, type CloudRuntime } from './cloud-runtime.js';
import { Ec2Regions } from './ec2/ec2-regions.js';
import { createEc2Service } from './ec2/ec2-service.js';
import { instanceActions } from './ec2/instance-actions.js';
import { fleetDelays } from './ecs/capacity/fleet-delays.js';
import { Fleets } from './ecs/capacity/fleets.js';
import { createEcsService, type EcsService } from './ecs/ecs-service.js';
import { defaultMaxRunning } from './ecs/task/task-slots.js';
import { CallFaults } from './faults/call-faults.js';
import { ScriptedTaskFaults } from './faults/scripted-task-faults.js';
import { type LocalService } from './http/service.js';
import { type KeptState, openState } from './kept-state.js';
import { createLogsService } from './logs/logs-service.js';
import { awsPaging } from './logs/paging-habits.js';
import { makeFolder } from './make-folder.js';
import { endNotedGroups } from './runtime/task-folders.js';
import { DataRoot } from './s3/data-root.js';
import { createS3Service } from './s3/s3-service.js';
import { storedText } from './s3/stored-text.js';
import { seedCloud } from './seed.js';
import { VirtualClock } from './time/virtual-clock.js';
import { waveRuntime } from './wave/wave-runtime.js';
import { createWaveService, type WaveService } from './wave/wave-service.js';

/** Everything behind the server's door. */
export interface CloudParts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly regions: Ec2Regions;
  readonly fleets: Fleets;
  readonly ecs: EcsService;
  readonly wave: WaveService;
  readonly runtime: CloudRuntime;
  readonly callFaults: CallFaults;
  readonly taskFaults: ScriptedTaskFaults;
  readonly state: KeptState;
  /** By name in the SigV4 scope. */
  readonly services: ReadonlyMap<string, LocalService>;
}

/** Ingestion of log events takes a moment on AWS; how long is not published, third parties see seconds. */
const ingestion = 2000;

/**
 * Makes and seeds the services. What was begun is ended where one of them fails.
 *
 * @param endpoint where the server listens, once it does
 * @param open gives the state that services note; for those who count what they do
 */
export async function createParts(
  settings: CloudSettings,
  endpoint: () => string | undefined,
  open = openState,
): Promise<CloudParts> {
  const { log } = settings;
  const { dataDir, root } = await dataFolders(settings.dataDir);
  await sweepFolders(join(dataDir, 'runtime'), endNotedGroups, log);
  await sweepFolders(join(dataDir, 's3-state', 'uploads'), () => Promise.resolve(), log);
  const state = await open(dataDir, settings.keep, log);
  try {
    return await assemble(settings, { dataDir, root, state, endpoint });
  } catch (error) {
    await state.close();
    throw error;
  }
}

/** Ends tasks, then writes down what the services know. */
export async function closeParts({ services, state }: CloudParts): Promise<void> {
  await Promise.all([...services.values()].map((service) => service.close()));
  await state.close();
}

interface Ground {
  readonly dataDir: string;
  readonly root: DataRoot;
  readonly endpoint: () => string | undefined;
  readonly state: KeptState;
}

async function assemble(settings: CloudSettings, ground: Ground): Promise<CloudParts> {
  const { account, log, random, region, speed, throttle } = settings;
  const { dataDir, root, state, endpoint } = ground;
  const clock = clockOf(settings);
  const now = (): number => clock.now();
  const base = { clock, log, random, account, state: state.book, throttle };
  const taskFaults = new ScriptedTaskFaults(now);
  const regions = new Ec2Regions(random, base);
  const logs = createLogsService({
    ...base,
    pagingHabits: awsPaging(random),
    ingestionDelay: ingestion / speed,
  });
  const wave = createWaveService({
    ...base,
    ...(settings.waveTokens === undefined ? {} : { accessTokens: settings.waveTokens }),
  });
  const fleets = new Fleets({ ...base, network: regions, delays: fleetDelays(speed) });
  const s3 = await createS3Service({ root, stateFolder: join(dataDir, 's3-state'), region, account });
  const runtime = await cloudRuntime(settings, { clock, dataDir, s3Root: root.folder });
  const ecs = createEcsService({
    ...base,
    network: regions,
    fleets,
    logs,
    runtime: waveRuntime(runtime.runtime, wave.images),
    faults: taskFaults,
    secrets: { value: (name) => secretOf(settings, name) },
    environmentFiles: { read: (arn) => storedText(s3.store, arn) },
    endpoint,
    speed,
    ...(settings.consistency === undefined ? {} : { delays: { consistency: settings.consistency } }),
    maxRunning: settings.maxRunning ?? (runtime.simulate === undefined ? defaultMaxRunning() : Infinity),
  });
  const ec2 = createEc2Service({
    ...base,
    network: (name) => regions.in(name),
    now,
    interfaces: ecs.networkInterfaces,
    more: instanceActions(account, (name) => fleets.ec2Instances(name)),
  });
  await seedCloud({ network: regions.in(region), ecs, buckets: s3.store.buckets }, settings);
  const services = new Map<string, LocalService>(Object.entries({ ecs, ec2, logs, s3 }));
  const callFaults = new CallFaults(now);
  return { dataDir, clock, regions, fleets, ecs, wave, runtime, callFaults, taskFaults, state, services };
}

function clockOf({ clock, virtualTime }: CloudSettings): Clock {
  return virtualTime === undefined
    ? clock
    : new VirtualClock({ start: clock.now(), rate: virtualTime, real: clock });
}

function secretOf({ secrets }: CloudSettings, name: string): string | undefined {
  return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
}

/** Links are compared with real paths, so the data folder is known by its own. */
async function dataFolders(given: string): Promise<{ readonly dataDir: string; readonly root: DataRoot }> {
  await makeFolder(join(given, 's3'));
  const dataDir = await realpath(given);
  return { dataDir, root: new DataRoot(join(dataDir, 's3'), [join(given, 's3')]) };
}
