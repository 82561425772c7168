import { expect } from 'chai';
import { readConfig } from '../../../host/config/config-reader.js';
import { formatPluginId } from '../../../host/plugin/plugin-request.js';
import { toConfigMap } from '../../../host/config/settings-freezer.js';
import { brief, refusal } from '../lang/refusal.js';
import { fullConfig, minimalConfig } from './quickstart-configs.js';

function settings(text: string): unknown {
  const { root, conflicts } = readConfig(text, 'nextflow.config');
  expect(conflicts).to.deep.equal([]);
  return toConfigMap(root);
}

describe(readConfig.name, () => {
  it("reads the quickstart's minimal configuration", () => {
    expect(settings(minimalConfig)).to.deep.equal({
      process: { executor: 'awsecs' },
      aws: {
        region: 'us-east-1',
        ecs: {
          cluster: 'nextflow-cluster',
          executionRole: 'arn:aws:iam::123456789:role/ecsTaskExecutionRole',
        },
      },
      wave: { enabled: true },
      fusion: { enabled: true },
    });
  });

  it("reads the quickstart's full configuration", () => {
    expect(settings(fullConfig))
      .to.have.nested.property('aws.ecs')
      .that.deep.equals({
        cluster: 'nextflow-cluster',
        executionRole: 'arn:aws:iam::123456789:role/ecsTaskExecutionRole',
        taskRole: 'arn:aws:iam::123456789:role/ecsTaskRole',
        subnets: ['subnet-abc123', 'subnet-def456'],
        securityGroups: ['sg-xyz789'],
        logsGroup: '/aws/ecs/nextflow',
        maxSpotAttempts: 5,
        assignPublicIp: true,
      });
  });

  it('reads dotted names and blocks as the same settings', () => {
    const dotted = "executor.$awsecs.queueSize = 5\nexecutor.name = 'awsecs'\naws.'ecs'.cluster = 'c'";
    const blocks = "executor { $awsecs { queueSize = 5 }; name = 'awsecs' }\naws { ecs.cluster = 'c' }";
    expect(settings(dotted)).to.deep.equal(settings(blocks));
  });

  it('lets the last assignment to a setting win', () => {
    expect(settings("aws.region = 'a'\naws { region = 'b' }\naws.region = 'c'")).to.deep.equal({
      aws: { region: 'c' },
    });
  });

  it('adds up blocks of the same scope', () => {
    expect(settings('a { b = 1 }\na { c = 2 }')).to.deep.equal({ a: { b: 1, c: 2 } });
  });

  it('reads map values as scopes', () => {
    expect(settings("process.resourceLabels = [team: 'x', 'cost-centre': 7]")).to.deep.equal({
      process: { resourceLabels: { team: 'x', 'cost-centre': 7 } },
    });
  });

  it('tells where a scope and a single value claim one name', () => {
    const { conflicts } = readConfig('a.b = 1\na { b { c = 2 } }\nx { }\nx = 1', 'nextflow.config');
    const places = conflicts.map(({ path, earlier, later }) => [path, earlier.origin, later.origin]);
    expect(places).to.deep.equal([
      ['a.b', 'nextflow.config:1:1', 'nextflow.config:2:5'],
      ['a.b', 'nextflow.config:1:1', 'nextflow.config:2:9'],
      ['x', 'nextflow.config:3:1', 'nextflow.config:4:1'],
    ]);
  });

  it('names every statement that is neither a setting nor a scope', () => {
    const text = "aws { region 'x' }\nprintln 'x'\nsettings MINE { }\n'alone'\na | b\nfoo:\nstdout";
    expect(brief(refusal(() => readConfig(text, 'nextflow.config')))).to.deep.equal([
      '1:7 the call region is not supported here',
      '2:1 the call println is not supported here',
      '3:1 settings MINE { ... } is not supported in a configuration file',
      '4:1 a value that stands alone is not supported here',
      '5:1 the pipe is not supported here',
      '6:1 the section foo: is not supported here',
      '7:1 the name stdout is not supported here',
    ]);
  });

  it('shows how to write a setting that was written as a call', () => {
    const { message } = refusal(() => readConfig("aws { region 'x' }", 'nextflow.config'));
    expect(message).to.contain('Write a setting with an equals sign: region = value.');
  });

  const refused: [title: string, text: string, expected: string][] = [
    [
      'includeConfig',
      "includeConfig 'x.config'",
      '1:1 including another file with includeConfig is not supported',
    ],
    [
      'withName',
      "process {\n  withName: 'A' { cpus = 2 }\n}",
      '2:3 the process selector withName is not supported',
    ],
    [
      'withLabel',
      'process { withLabel:big { cpus = 2 } }',
      '1:11 the process selector withLabel is not supported',
    ],
    ['a variable', "a = 'x'\nb = a", '2:5 the variable a is not supported'],
    ['a closure that is no directive', 'aws.region = { 2 }', '1:14 a closure is not supported here'],
    [
      'a dynamic executor',
      "process.executor = { 'x' }",
      '1:20 the directive executor cannot be dynamic: it holds for all attempts',
    ],
    ['a definition', 'def x = 1', '1:1 definitions with def are not supported'],
    ['a condition', 'if (x) { }', '1:1 conditions with if are not supported'],
  ];
  for (const [title, text, expected] of refused) {
    it(`refuses ${title} by name`, () => {
      expect(brief(refusal(() => readConfig(text, 'nextflow.config')))).to.deep.equal([expected]);
    });
  }

  it('leaves the content of scopes alone that are refused as a whole', () => {
    const { root } = readConfig("podman { id 'x' }\nparams { x = 1 }", 'nextflow.config');
    expect([...root.entries.keys()]).to.deep.equal(['podman', 'params']);
  });
});

describe(`${readConfig.name}, plugins`, () => {
  function plugins(text: string): unknown {
    const content = readConfig(text, 'nextflow.config');
    expect([...content.root.entries.keys()]).to.deep.equal([]);
    return content.plugins.map((request) => [formatPluginId(request), request.origin]);
  }

  it('reads ids with and without versions, each with its place', () => {
    const text =
      "plugins {\n  id 'nf-a@1.2.3'\n  id(\"nf-b\")\n  id '@acme/nf-c@~1.2.0'; id 'nf-d@>=1 <3'\n}";
    expect(plugins(text)).to.deep.equal([
      ['nf-a@1.2.3', 'nextflow.config:2:3'],
      ['nf-b', 'nextflow.config:3:3'],
      ['@acme/nf-c@~1.2.0', 'nextflow.config:4:3'],
      ['nf-d@>=1 <3', 'nextflow.config:4:27'],
    ]);
  });

  it('adds up blocks, also empty ones', () => {
    expect(plugins("plugins { }\nplugins { id 'nf-a' }\nplugins { id 'nf-b' }")).to.deep.equal([
      ['nf-a', 'nextflow.config:2:11'],
      ['nf-b', 'nextflow.config:3:11'],
    ]);
  });

  it('leaves a scope of that name elsewhere alone', () => {
    const { root, plugins: asked } = readConfig('acme { plugins { x = 1 } }', 'nextflow.config');
    expect(asked).to.deep.equal([]);
    expect(root.entries.has('acme')).to.equal(true);
  });

  it('names everything in the block that is no id', () => {
    const text =
      "plugins {\n  id 'NF-A'\n  id 'nf-a@latest'\n  id 'nf-a@'\n  id './folder'\n  id 5\n  id null\n  id x\n  id 'a', 'b'\n" +
      "  id name: 'a'\n  name 'a'\n  id = 'a'\n  'nf-a'\n  id\n}";
    expect(brief(refusal(() => readConfig(text, 'nextflow.config')))).to.deep.equal([
      "2:3 'NF-A' is no id of a plugin",
      "3:3 'latest' of 'nf-a@latest' is no version and no range of versions",
      "4:3 '' of 'nf-a@' is no version and no range of versions",
      "5:3 './folder' is no id of a plugin",
      '6:3 the call id names no plugin',
      '7:3 the call id names no plugin',
      '8:6 the variable x is not supported',
      '9:3 the call id names no plugin',
      '10:3 the call id names no plugin',
      '11:3 the call name names no plugin',
      '12:3 the assignment to id names no plugin',
      '13:3 a value that stands alone names no plugin',
      '14:3 the name id names no plugin',
    ]);
  });

  for (const [text, expected] of [
    ["plugins = ['nf-a']", '1:1 the assignment to plugins is not supported'],
    ["plugins.id = 'nf-a'", '1:1 the assignment to plugins.id is not supported'],
    ['plugins.more { }', '1:1 the block plugins.more { ... } is not supported'],
  ] as const) {
    it(`shows how to write the block instead of ${text}`, () => {
      const error = refusal(() => readConfig(text, 'nextflow.config'));
      expect(brief(error)).to.deep.equal([expected]);
      expect(error.message).to.contain("Write plugins { id 'nf-name@1.2.3' }");
    });
  }
});
