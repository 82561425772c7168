import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepFolders } from './cloud-folder.js';
import { cloudSettings, type CloudSettings, type LocalCloudOptions } from './cloud-options.js';
import type { Ec2Network } from './ec2/ec2-network.js';
import { Ec2Regions } from './ec2/ec2-regions.js';
import { createEc2Service } from './ec2/ec2-service.js';
import { instanceActions } from './ec2/instance-actions.js';
import { fleetDelays } from './ecs/capacity/fleet-delays.js';
import { Fleets } from './ecs/capacity/fleets.js';
import { createEcsService, type EcsService } from './ecs/ecs-service.js';
import { CallRecord } from './http/call-record.js';
import { LocalServer } from './http/server.js';
import type { LocalService } from './http/service.js';
import { createLogsService } from './logs/logs-service.js';
import { makeFolder } from './make-folder.js';
import { createProcessRuntime } from './runtime/process/process-runtime.js';
import { endNotedGroups } from './runtime/task-folders.js';
import { DataRoot } from './s3/data-root.js';
import { createS3Service } from './s3/s3-service.js';
import { seedCloud } from './seed.js';
import { noState } from './state/state-book.js';

/** A running local cloud. */
export interface LocalCloud {
  /** E.g. `http://127.0.0.1:40123`, for every service. */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** No secret: any credentials do, but SDKs want some. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly dataDir: string;
  readonly calls: CallRecord;
  /** The network of the cloud's region. */
  readonly ec2: Ec2Network;
  readonly ecs: EcsService;
  /** Ends tasks and connections. Files stay. Calling it again does nothing. */
  close(): Promise<void>;
}

interface Parts {
  readonly dataDir: string;
  readonly regions: Ec2Regions;
  readonly ecs: EcsService;
  /** By name in the SigV4 scope. */
  readonly services: ReadonlyMap<string, LocalService>;
}

/**
 * Starts ECS, EC2, CloudWatch Logs and S3 on one port of 127.0.0.1, with what the quickstart sets up.
 *
 * @throws RangeError naming every option that is out of range; an error with code EADDRINUSE where the port is taken
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const settings = cloudSettings(options);
  const calls = new CallRecord();
  const parts = await createParts(settings);
  const server = new LocalServer({
    services: parts.services,
    calls,
    now: () => settings.clock.now(),
    random: settings.random,
    log: settings.log,
  });
  try {
    const port = await server.listen(settings.port);
    return cloudOf(settings, parts, { server, port, calls });
  } catch (error) {
    await closeServices(parts);
    throw error;
  }
}

function cloudOf(
  { region, account }: CloudSettings,
  parts: Parts,
  {
    server,
    port,
    calls,
  }: { readonly server: LocalServer; readonly port: number; readonly calls: CallRecord },
): LocalCloud {
  let closing: Promise<void> | undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region,
    account,
    credentials: { accessKeyId: 'local-cloud', secretAccessKey: 'not-a-secret' },
    dataDir: parts.dataDir,
    calls,
    ec2: parts.regions.in(region),
    ecs: parts.ecs,
    close: () => (closing ??= server.close().then(() => closeServices(parts))),
  };
}

async function createParts(settings: CloudSettings): Promise<Parts> {
  const { account, clock, log, random, region } = settings;
  const { dataDir, root } = await dataFolders(settings.dataDir);
  await sweepFolders(join(dataDir, 'runtime'), endNotedGroups, log);
  await sweepFolders(join(dataDir, 's3-state', 'uploads'), () => Promise.resolve(), log);
  const regions = new Ec2Regions(random);
  const logs = createLogsService({ clock, log, account });
  const runtime =
    settings.runtime ?? createProcessRuntime({ clock, log, dataDir, s3Root: root.folder, path: hostPath() });
  const delays = fleetDelays(settings.speed ?? 100);
  const fleets = new Fleets({ clock, random, log, account, network: regions, delays, state: noState });
  const ecs = createEcsService({
    clock,
    random,
    log,
    account,
    network: regions,
    fleets,
    runtime,
    logs,
    ...(settings.speed === undefined ? {} : { speed: settings.speed }),
    ...(settings.maxRunning === undefined ? {} : { maxRunning: settings.maxRunning }),
  });
  const s3 = await createS3Service({ root, stateFolder: join(dataDir, 's3-state'), region, account });
  const ec2 = createEc2Service({
    account,
    network: (name) => regions.in(name),
    now: () => clock.now(),
    more: instanceActions(account, (name) => fleets.ec2Instances(name)),
  });
  await seedCloud({ network: regions.in(region), ecs, buckets: s3.store.buckets }, settings);
  const services = new Map<string, LocalService>(Object.entries({ ecs, ec2, logs, s3 }));
  return { dataDir, regions, ecs, services };
}

/** Links are compared with real paths, so the data folder is known by its own. */
async function dataFolders(given: string): Promise<{ readonly dataDir: string; readonly root: DataRoot }> {
  await makeFolder(join(given, 's3'));
  const dataDir = await realpath(given);
  return { dataDir, root: new DataRoot(join(dataDir, 's3'), [join(given, 's3')]) };
}

/** Plain processes find the host's tools. */
function hostPath(): string {
  return process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
}

async function closeServices({ services }: Parts): Promise<void> {
  await Promise.all([...services.values()].map((service) => service.close()));
}
