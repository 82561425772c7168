import { createServer, type AddressInfo } from 'node:net';
import { resolveScript } from '../../../cli/commands/file-paths.js';
import { readScenarioFile, readSecretsFile } from '../../../cli/commands/local-files.js';
import { packageServices } from '../../../cli/commands/package-services.js';
import type { CliServices, LocalCloudRequest } from '../../../cli/commands/services.js';
import { startCloud } from '../../../cli/commands/start-cloud.js';
import { chooseRuntime } from '../../../local/runtime/choose-runtime.js';
import type { MessageCase } from '../message-case.js';
import type { Place } from '../place.js';

/** Starts the package's own local cloud in the folder of the case. */
async function cloud(
  place: Place,
  request: Partial<LocalCloudRequest>,
  services: Partial<CliServices> = {},
): Promise<void> {
  const all = { ...(await packageServices(place.folder)), ...services };
  const started = await startCloud(all, {
    dataDir: place.path('data'),
    port: 0,
    region: 'us-east-1',
    runtime: 'process',
    keep: false,
    log: () => undefined,
    ...request,
  });
  place.atEnd(() => started.cloud.close());
}

async function occupiedPort(place: Place): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  place.atEnd(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** No container engine and no sandbox, whatever this machine has. */
const without: CliServices['startLocalCloud'] = async () => {
  const refused = (why: string) => () => Promise.resolve({ kind: 'refused', why } as const);
  await chooseRuntime('container', {
    offers: {
      container: refused('no container engine answered at /var/run/docker.sock'),
      sandbox: refused('bwrap is not installed'),
      process: refused('never'),
      simulated: refused('never'),
    },
  } as unknown as Parameters<typeof chooseRuntime>[1]);
  throw new Error('it was offered');
};

const scenario = { runtime: 'process', virtualTime: false } as const;

/** What the command itself refuses. */
export function commandCases(): readonly MessageCase[] {
  return [
    {
      code: 'SCRIPT_NOT_FOUND',
      title: 'a script whose name is nearly right',
      raise: async (place) => {
        await place.write('main.nf', '');
        return resolveScript(place.folder, 'mian.nf');
      },
    },
    {
      code: 'SCRIPT_NOT_FOUND',
      title: 'a folder without main.nf',
      raise: (place) => resolveScript(place.folder, '.'),
    },
    {
      code: 'SCRIPT_NOT_FOUND',
      title: 'a pipeline of a remote repository',
      raise: (place) => resolveScript(place.folder, 'nextflow-io/hello'),
    },
    {
      code: 'PORT_UNAVAILABLE',
      title: 'a port that is in use',
      raise: async (place) => cloud(place, { port: await occupiedPort(place) }),
    },
    {
      code: 'LOCAL_CLOUD_REFUSED',
      title: 'a region that is none',
      raise: (place) => cloud(place, { region: 'x' }),
    },
    {
      code: 'LOCAL_DATA_IN_USE',
      title: 'a folder that another cloud keeps',
      raise: async (place) => {
        await cloud(place, { keep: true });
        await cloud(place, { keep: true });
      },
    },
    {
      code: 'LOCAL_DATA_UNUSABLE',
      title: 'a data folder below a file',
      raise: async (place) => cloud(place, { dataDir: `${await place.write('file', '')}/data` }),
    },
    {
      code: 'LOCAL_RUNTIME_UNAVAILABLE',
      title: 'a container engine that is not there',
      raise: (place) => cloud(place, { runtime: 'container' }, { startLocalCloud: without }),
    },
    {
      code: 'LOCAL_SCENARIO_UNREADABLE',
      title: 'a scenario that does not exist',
      raise: (place) => readScenarioFile('absent.json', { cwd: place.folder, ...scenario }),
    },
    {
      code: 'LOCAL_SCENARIO_INVALID',
      title: 'a scenario that is no JSON',
      raise: async (place) => {
        await place.write('bad.json', '{');
        return readScenarioFile('bad.json', { cwd: place.folder, ...scenario });
      },
    },
    {
      code: 'LOCAL_SCENARIO_INVALID',
      title: 'a scenario with unknown and wrong members',
      raise: async (place) => {
        await place.write('bad.json', '{"seeds": 1, "calls": [{"service": "esc", "times": 0}]}');
        return readScenarioFile('bad.json', { cwd: place.folder, ...scenario });
      },
    },
    {
      code: 'LOCAL_SECRETS_UNREADABLE',
      title: 'a file of secrets that does not exist',
      raise: (place) => readSecretsFile('absent.json', place.folder),
    },
    {
      code: 'LOCAL_SECRETS_INVALID',
      title: 'a file of secrets that is no JSON',
      raise: async (place) => {
        await place.write('secrets.json', 'not-to-be-shown');
        return readSecretsFile('secrets.json', place.folder);
      },
    },
    {
      code: 'LOCAL_SECRETS_INVALID',
      title: 'a secret that is no text',
      raise: async (place) => {
        await place.write('secrets.json', '{"token": {"value": "not-to-be-shown"}}');
        return readSecretsFile('secrets.json', place.folder);
      },
    },
  ];
}
