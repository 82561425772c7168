import { expect } from 'chai';
import { readConfig } from '../../../host/config/config-reader.js';
import { isEngineScope, knownSettings, type KnownSetting } from '../../../host/config/known-settings.js';
import { refusedScopes, refusedSettings } from '../../../host/config/refused-settings.js';
import { checkSettings, describeConflict } from '../../../host/config/settings-check.js';
import { directives, inConfiguration } from '../../../host/script/directives.js';
import type { Problem } from '../../../spi/index.js';
import { fullConfig, minimalConfig } from './quickstart-configs.js';

const check = (text: string, scopes = ['aws.ecs', 'acme']): Problem[] =>
  checkSettings(readConfig(text, 'f').root, scopes);
const brief = (text: string, scopes?: string[]): string[] =>
  check(text, scopes).map(
    ({ path, message, found }) => `${path}: ${message}${found === undefined ? '' : ` [${found}]`}`,
  );

describe(checkSettings.name, () => {
  it("has nothing against the quickstart's configurations", () => {
    expect(check(minimalConfig)).to.deep.equal([]);
    expect(check(fullConfig)).to.deep.equal([]);
  });

  it('has nothing against any setting it declares', () => {
    for (const { path, example } of knownSettings) {
      expect(check(`${path.replace('$executor', '$awsecs')} = ${example}`), path).to.deep.equal([]);
    }
  });

  it('takes the example of every directive', () => {
    for (const directive of directives) {
      expect(check(inConfiguration(directive)), directive.name).to.deep.equal([]);
    }
  });

  it('leaves the scope of a plugin to the plugin', () => {
    expect(check('aws.ecs { anything { at = [1, [a: null]] } }')).to.deep.equal([]);
    expect(brief("aws.ecs = 'x'")).to.deep.equal([
      'aws.ecs: is a scope, not a single setting (set at f:1:1)',
    ]);
    expect(check('acme { anything = 1 }')).to.deep.equal([]);
  });

  it('knows only the scopes of the plugins there are, and names them', () => {
    expect(brief('aws.ecs.cluster = 1', [])).to.deep.equal(['aws.ecs: unknown scope (set at f:1:1)']);
    expect(brief('acme.x = 1', ['aws.ecs'])).to.deep.equal(['acme: unknown scope (set at f:1:1)']);
    expect(check('aws.ecss.cluster = 1')[0]?.fix).to.contain('Did you mean aws.ecs? Supported in aws: ');
    expect(check('acmee.x = 1')[0]?.fix).to.contain('Did you mean acme?');
  });

  it('takes a scope of Nextflow that a plugin brings', () => {
    expect(check('google.batch.spot = true', ['google.batch'])).to.deep.equal([]);
    expect(brief('google.batch.spot = true', [])).to.deep.equal([
      'google: is not supported yet (set at f:1:1)',
    ]);
  });

  it('takes null as not set, wherever it stands', () => {
    const text = 'aws.region = null; executor = null; process = null; process.cpus = null; aws.client = null';
    expect(check(text)).to.deep.equal([]);
  });

  const table: [title: string, text: string, expected: string[]][] = [
    [
      'a boolean that is text',
      "fusion.enabled = 'yes'",
      ["fusion.enabled: must be `true` or `false` (set at f:1:1) ['yes']"],
    ],
    [
      'text that is a number',
      'aws.region = 1',
      ['aws.region: must be the name of an AWS region (set at f:1:1) [1]'],
    ],
    ['blank text', "workDir = ' '", ["workDir: must be a string that is not empty (set at f:1:1) [' ']"]],
    [
      'a queue of none',
      'executor.queueSize = 0',
      ['executor.queueSize: must be a whole number, 1 or more (set at f:1:1) [0]'],
    ],
    [
      'an address without a scheme',
      "aws.client.endpoint = 'localhost:1'",
      [
        "aws.client.endpoint: must be an address that starts with http:// or https:// and holds no user name (set at f:1:1) ['localhost:1']",
      ],
    ],
    [
      'a setting written as a scope',
      'aws { region { x = 1 } }',
      ['aws.region: is a single setting, not a scope (set at f:1:7)'],
    ],
    [
      'a scope written as a setting',
      'wave = true',
      ['wave: is a scope, not a single setting (set at f:1:1)'],
    ],
    [
      'a directive that is wrong',
      'process.cpus = 0',
      ['process.cpus: must be a number greater than 0 (set at f:1:1) [0]'],
    ],
    [
      'a directive not served yet',
      "process.publishDir = 'x'",
      ['process.publishDir: the directive publishDir is not supported yet (set at f:1:1)'],
    ],
    ['an unknown directive', 'process.cpu = 1', ['process.cpu: unknown directive cpu (set at f:1:1)']],
    ['a scope not served yet', 'podman.enabled = true', ['podman: is not supported yet (set at f:1:1)']],
    [
      'how an engine on this machine runs containers',
      'docker { enabled = true; registry = "quay.io" }',
      ['docker.enabled: is not supported yet (set at f:1:10)'],
    ],
    [
      'a registry with a protocol',
      "docker.registry = 'https://quay.io'",
      [
        "docker.registry: must be the host of a registry, with a port or a path where it has one and without http:// (set at f:1:1) ['https://quay.io']",
      ],
    ],
    [
      'a setting not served yet',
      'aws { batch { cliPath = 1 } }',
      ['aws.batch: is not supported yet (set at f:1:7)'],
    ],
    [
      'the name of an executor among its own settings',
      "executor.$x.name = 'y'",
      ['executor.$x.name: is not supported yet (set at f:1:1)'],
    ],
    ['an unknown scope', 'profile { }', ['profile: unknown scope (set at f:1:1)']],
    ['an unknown setting', "executor.$x.queue = 'a'", ['executor.$x.queue: unknown setting (set at f:1:1)']],
  ];
  for (const [title, text, expected] of table) {
    it(`names ${title}`, () => expect(brief(text)).to.deep.equal(expected));
  }

  const guesses: [text: string, fix: string][] = [
    ['profile { }', 'Did you mean profiles? Supported at the top level: '],
    ["aws.regoin = 'x'", 'Did you mean aws.region? Supported in aws: region, profile, accessKey, '],
    [
      'executor.$x.queuesize = 1',
      'Did you mean executor.$x.queueSize? Supported in executor.$x: queueSize, pollInterval, submitRateLimit.',
    ],
    ['process.cpu = 1', 'Did you mean cpus?'],
    ['aws.client.endpiont = 1', 'Did you mean aws.client.endpoint? '],
    ['AWS.region = 1', 'Did you mean aws?'],
    ["region = 'us-east-1'", 'Did you mean aws.region?'],
    ['queuesize = 5', 'Did you mean executor.queueSize?'],
    ["machineType = 'm'", 'Did you mean process.machineType?'],
    ["aws.queue = 'q'", 'Did you mean process.queue?'],
    ['executor.awsbatch { queueSize = 5 }', 'Did you mean executor.$awsbatch?'],
    [
      'executor.nowhere = 5',
      'Supported in executor: name, queueSize, pollInterval, submitRateLimit, $<name of an executor>.',
    ],
    ['fusion.enabled { x = 1 }', 'Write it like: fusion.enabled = true'],
    ['process.cpus = 0', 'Write it like: process.cpus = 2'],
    ['process.disk = 0', "Write it like: process.disk = [request: '500 GB', type: 'gp3']"],
  ];
  for (const [text, fix] of guesses) {
    it(`offers a name for ${text}`, () => expect(check(text)[0]?.fix).to.contain(fix));
  }

  it('names a pollInterval that is no duration with its own words', () => {
    expect(brief("executor.pollInterval = '5 parsecs'")[0]).to.contain("unknown unit of time 'parsecs'");
  });

  for (const [value, fits] of [
    ["'0 sec'", false],
    ['0', false],
    ['-1', false],
    ["'0.5 ms'", false],
    ['1', true],
    ["'1.5h'", true],
    ["'1d'", true],
    ["'1d 1ms'", false],
    ["'99999999999999999999 d'", false],
    ['86400000', true],
    ['86400001', false],
    ["''", false],
    ['true', false],
  ] as const) {
    it(`${fits ? 'takes' : 'refuses'} a pollInterval of ${value}, of any executor`, () => {
      for (const path of ['executor.pollInterval', 'executor.$other.pollInterval']) {
        const problems = check(`${path} = ${value}`);
        expect(problems.map((problem) => problem.path)).to.deep.equal(fits ? [] : [path]);
      }
    });
  }

  it('says which durations are taken', () => {
    expect(brief("executor.pollInterval = '2 d'")[0]).to.contain(
      'must be a duration from 1ms to 1d, in milliseconds or with a unit',
    );
  });

  it('never shows what stands in the place of a scope', () => {
    expect(JSON.stringify(check("aws = 'hunter2'\nwave = ['hunter2']\nprocess = 'hunter2'"))).to.not.contain(
      'hunter2',
    );
  });

  it('never shows the value of a secret or of a misspelled setting', () => {
    const text = 'aws { accessKey = 1234\nsecretKey = 5678\nsecretkey = 9012\n }';
    const problems = check(text);
    expect(problems.map((problem) => problem.path)).to.deep.equal([
      'aws.accessKey',
      'aws.secretKey',
      'aws.secretkey',
    ]);
    expect(JSON.stringify(problems)).not.to.match(/1234|5678|9012/);
  });

  it('lists everything at once', () => {
    expect(check('a = 1\nb = 2\nprocess { c = 3 }\nwave.enabled = 4')).to.have.lengthOf(4);
  });
});

describe(describeConflict.name, () => {
  it('names both places', () => {
    const { conflicts } = readConfig('a = 1\na { }', 'f');
    expect(conflicts.map(describeConflict)).to.deep.equal([
      { path: 'a', message: 'is a scope at f:2:1 and a single value at f:1:1', fix: 'Keep one of them.' },
    ]);
  });
});

describe(isEngineScope.name, () => {
  for (const scope of ['process', 'process.ext', 'aws', 'aws.client', 'aws.region.x', 'fusion', 'executor']) {
    it(`says so of ${scope}`, () => expect(isEngineScope(scope)).to.equal(true));
  }
  for (const scope of ['aws.ecs', 'aws.clients', 'acme', 'google.batch']) {
    it(`leaves ${scope} to a plugin`, () => expect(isEngineScope(scope)).to.equal(false));
  }
});

describe('the declared settings', () => {
  it('never serve and refuse the same name', () => {
    const served = knownSettings.map((setting) => setting.path);
    const refused = [...refusedSettings].flatMap(([scope, names]) =>
      [...names].map((name) => `${scope}.${name}`),
    );
    for (const path of [...refusedScopes, ...refused]) {
      expect(
        served.filter((other) => other === path || other.startsWith(`${path}.`)),
        path,
      ).to.deep.equal([]);
    }
  });

  it('each have help that is a sentence', () => {
    for (const { path, help } of knownSettings) expect(help, path).to.match(/^[A-Z].*\.$/);
  });

  it('each say what holds where they are absent', () => {
    for (const { path, fallback, unset } of knownSettings as readonly KnownSetting[]) {
      expect(fallback === undefined, path).to.equal(unset !== undefined);
    }
  });
});
