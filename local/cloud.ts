import { systemClock } from './clock.js';
import { cloudSettings, type CloudSettings, type LocalCloudOptions } from './cloud-options.js';
import { closeParts, type CloudParts, createParts } from './cloud-parts.js';
import { createControlService } from './control/control-service.js';
import type { CloudControl } from './control/cloud-control.js';
import { LocalControl } from './control/local-control.js';
import { type ApiCalls, CallRecord } from './http/call-record.js';
import { LocalServer } from './http/server.js';
import { runSettings, type RunSettings } from './run-settings.js';
import { wavePrefixes } from './wave/wave-service.js';

/** A running local cloud; `await using` closes it. */
export interface LocalCloud extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:40123`, for every service. */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** No secret: any credentials do, but SDKs want some. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly dataDir: string;
  /** What runs the tasks, for people. */
  readonly runtime: string;
  /** What its clients called. */
  readonly calls: ApiCalls;
  /** Faults, scenarios, acts and, where it is virtual, time. */
  readonly control: CloudControl;
  /** The settings by which a run reaches this cloud and nothing else. */
  settings(): RunSettings;
  /** Reclaims the task's Spot instance, or loses its host. Throws RangeError where no such task lives. */
  interrupt(taskArn: string, kind: 'spot' | 'host'): void;
  /** Ends tasks and connections. Files stay. Calling it again does nothing. */
  close(): Promise<void>;
}

/**
 * Starts ECS, EC2, CloudWatch Logs, S3 and Wave on one port of 127.0.0.1, with what the quickstart sets up.
 *
 * @throws RangeError naming every option that is out of range; ScenarioError naming every problem of the scenario;
 * RuntimeUnavailableError where the wanted runtime cannot be had; DataFolderInUseError where another cloud keeps its
 * state there; an error with code EADDRINUSE where the port is taken
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const settings = cloudSettings(options);
  let endpoint = '';
  const parts = await createParts(settings, () => (endpoint === '' ? undefined : endpoint));
  const calls = new CallRecord();
  const control = controlOf(settings, parts, calls);
  const info = (): object => ({
    endpoint,
    region: settings.region,
    account: settings.account,
    runtime: parts.runtime.runtime.description,
    clusters: settings.clusters,
    buckets: settings.buckets,
    kept: settings.keep,
  });
  const server = new LocalServer({
    services: parts.services,
    unsigned: [
      createControlService({ control, info }),
      ...parts.ecs.agent,
      ...wavePrefixes.map((prefix) => ({ prefix, name: 'wave', service: parts.wave })),
    ],
    faults: parts.callFaults,
    calls,
    clock: parts.clock,
    now: () => parts.clock.now(),
    dated: parts.clock === systemClock,
    random: settings.random,
    log: settings.log,
  });
  const close = async (): Promise<void> => {
    await server.close();
    control.close();
    await closeParts(parts);
  };
  try {
    if (settings.scenario !== undefined) control.load(settings.scenario);
    endpoint = `http://127.0.0.1:${await server.listen(settings.port)}`;
  } catch (error) {
    await close();
    throw error;
  }
  return running(settings, parts, { endpoint, calls, control, close });
}

function running(
  { region, account }: CloudSettings,
  { dataDir, runtime, ecs }: CloudParts,
  { close, ...door }: Pick<LocalCloud, 'endpoint' | 'calls' | 'control' | 'close'>,
): LocalCloud {
  const credentials = { accessKeyId: 'local-cloud', secretAccessKey: 'not-a-secret' };
  let closing: Promise<void> | undefined;
  const closeOnce = (): Promise<void> => (closing ??= close());
  return {
    ...door,
    region,
    account,
    credentials,
    dataDir,
    runtime: runtime.runtime.description,
    settings: () => runSettings({ endpoint: door.endpoint, region, credentials }),
    interrupt: (taskArn, kind) => ecs.interrupt(taskArn, kind),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

function controlOf({ region, log }: CloudSettings, parts: CloudParts, calls: CallRecord): LocalControl {
  const { clock, ecs, fleets, callFaults, taskFaults, runtime, services } = parts;
  return new LocalControl({
    clock,
    region,
    services: [...services.keys(), 'wave'],
    calls,
    callFaults,
    taskFaults,
    cloud: fleets,
    tasks: () => ecs.tasks(),
    log,
    ...(runtime.simulate === undefined ? {} : { simulate: runtime.simulate }),
  });
}
