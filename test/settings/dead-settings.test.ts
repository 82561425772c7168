import { expect } from 'chai';
import { knownSettings, type KnownSetting } from '../../host/config/known-settings.js';
import type { ConfigMap, ConfigValue } from '../../spi/index.js';
import type { Option } from '../../src/config/option.js';
import { options } from '../../src/config/options.js';
import { exampleValue } from '../../src/config/settings-docs.js';
import { sessionOptions } from '../../src/config/session-options.js';
import { plugin } from '../../src/index.js';
import { sourceFiles } from '../architecture/source-files.js';
import { fakeSession } from '../support/fake-session.js';

const own: readonly [string, Option<unknown>][] = Object.entries(options).map(([name, option]) => [
  `aws.ecs.${name}`,
  option,
]);
const declared = new Map<string, Option<unknown>>([...own, ...Object.entries(sessionOptions)]);

type Tree = Record<string, unknown>;

function put(tree: Tree, path: string, value: ConfigValue): void {
  const names = path.split('.');
  const last = names.pop()!;
  let here = tree;
  for (const name of names) here = (here[name] ??= {}) as Tree;
  here[last] = value;
}

/** A configuration that notes the path of every single value somebody reads. */
function recording(scope: ConfigMap, read: Set<string>, above = ''): ConfigMap {
  return new Proxy(scope, {
    getOwnPropertyDescriptor: (target, name) => Object.getOwnPropertyDescriptor(target, name),
    get(target, name) {
      const value = target[name as string] ?? null;
      const path = `${above}${String(name)}`;
      // The names in a map are its user's: it is read as a whole.
      if (declared.has(path)) read.add(path);
      else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return recording({ ...(value as ConfigMap) }, read, `${path}.`);
      }
      read.add(path);
      return value;
    },
  });
}

/** Every declared setting, and as many that exist elsewhere. */
function everything(): ConfigMap {
  const tree: Tree = {};
  for (const [path, option] of declared)
    put(tree, path, option.kind === 'duration' ? 5000 : exampleValue(option));
  put(tree, 'aws.ecs.networkMode', 'awsvpc');
  for (const path of [
    'aws.batch.queue',
    'aws.client.maxErrorRetry',
    'aws.sessionToken',
    'executor.name',
    'workDir',
  ]) {
    put(tree, path, 'x');
  }
  for (const path of [
    'executor.retry.delay',
    'executor.$other.queueSize',
    'process.cpus',
    'docker.enabled',
    'wave.freeze',
  ]) {
    put(tree, path, 1);
  }
  return tree as ConfigMap;
}

describe('the settings the executor declares', () => {
  async function pathsRead(config: ConfigMap): Promise<readonly string[]> {
    const read = new Set<string>();
    const session = fakeSession({ config: recording(config, read) });
    await plugin.createExecutor('awsecs', session).shutdown();
    return [...read].sort();
  }

  it('are exactly what it reads', async () => {
    expect(await pathsRead(everything())).to.deep.equal([...declared.keys()].sort());
  });

  it('are read from its own scope of executors first', async () => {
    const config = {
      ...everything(),
      executor: { $awsecs: { queueSize: 5, pollInterval: 6, submitRateLimit: '1/s' }, queueSize: 7 },
    };
    const read = await pathsRead(config);
    expect(read.filter((path) => path.startsWith('executor.'))).to.deep.equal([
      'executor.$awsecs.pollInterval',
      'executor.$awsecs.queueSize',
      'executor.$awsecs.submitRateLimit',
    ]);
  });

  it('each reach somebody who acts by them', async () => {
    const files = await sourceFiles('src');
    const code = files.filter(({ path }) => !path.startsWith('src/config/')).map(({ text }) => text);
    const fields = [
      ...Object.keys(options),
      ...['region', 'profile', 'credentials', 's3Endpoint', 's3PathStyle'].map((name) => `access.${name}`),
      ...['fusionPrivileged', 'queueSize', 'pollInterval', 'submitRateLimit'],
    ];
    for (const field of fields) {
      const member = field.includes('.') ? field : `config.${field}`;
      const taken = `\\{[^{}]*\\b${field}\\b[^{}]*\\} = (?:this\\.)?config\\b`;
      const given = `\\{[^{}]*\\b${field.replace('access.', '')}\\b[^{}]*\\}: AwsAccess\\b`;
      const use = new RegExp(`\\b${member.replaceAll('.', '\\.')}\\b|${taken}|${given}`);
      expect(
        code.some((text) => /AwsEcsConfig|AwsAccess/.test(text) && use.test(text)),
        field,
      ).to.equal(true);
    }
  });
});

describe('the settings the engine declares', () => {
  const settings: readonly KnownSetting[] = knownSettings;

  async function lookedUp(): Promise<ReadonlySet<string>> {
    const files = await sourceFiles('host');
    const calls = files.flatMap(({ text }) => [
      ...text.matchAll(/\blookup(?:String|Boolean|Number|Names)?\(\s*[\w.]+,\s*'([\w.$]+)'/g),
    ]);
    // Defaults of directives are read by the directives' own declarations.
    return new Set(calls.map(([, path]) => path!).filter((path) => !path.startsWith('process.')));
  }

  it('are looked up where it reads them itself, and those of executors are not', async () => {
    const read = await lookedUp();
    for (const { path, readBy } of settings) {
      expect(read.has(path), `${path}, read by ${readBy}`).to.equal(readBy !== 'executors');
    }
  });

  it('are all that it looks up', async () => {
    const known = new Set(settings.map(({ path }) => path));
    expect([...(await lookedUp())].filter((path) => !known.has(path))).to.deep.equal([]);
  });
});
