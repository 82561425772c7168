import { expect } from 'chai';
import type { ProcessDeclaration } from '../../../host/script/pipeline.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import { resolveProcess } from '../../../host/script/resolve-process.js';
import { ConfigError, type ConfigMap, type DirectiveValue } from '../../../spi/index.js';
import { sampleWorkflow, usageExamples } from './quickstart-scripts.js';

const GB = 1024 ** 3;
const HOUR = 3_600_000;

function declaration(text: string, name: string): ProcessDeclaration {
  const found = parsePipeline(text, 'main.nf').processes.get(name);
  if (found === undefined) throw new Error(`no process ${name}`);
  return found;
}

function withHead(head: string): ProcessDeclaration {
  return declaration(`process A {\n${head}\n'x'\n}\nworkflow { A() }`, 'A');
}

function problems(process: ProcessDeclaration, config: ConfigMap): unknown {
  try {
    return resolveProcess(process, config);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}

describe(resolveProcess.name, () => {
  it("resolves the quickstart's process with its configuration", () => {
    const hello = declaration(sampleWorkflow, 'HELLO');
    expect(resolveProcess(hello, { process: { executor: 'awsecs', debug: true } })).to.deep.equal({
      definition: {
        name: 'HELLO',
        container: 'ubuntu:latest',
        directives: { cpus: 2, memory: 4 * GB, others: {} },
      },
      executor: 'awsecs',
      debug: true,
      script: 'echo "Hello from ECS Managed Instances!"\nhostname',
      outputsStdout: true,
      outputs: [],
      notices: [],
    });
  });

  it("hands the executor's own directives over in one shape each", () => {
    const text = `${usageExamples}workflow { CPU_TASK() }`;
    const others = ['GPU_TRAINING', 'BIG_DATA', 'MEMORY_INTENSIVE'].map(
      (name) => resolveProcess(declaration(text, name), {}).definition.directives.others,
    );
    expect(others).to.deep.equal([
      { accelerator: { request: 1, type: 'nvidia-tesla-t4' } },
      { disk: { request: 500 * GB } },
      { machineType: ['r6i.2xlarge'] },
    ]);
  });

  const forms: [head: string, name: string, expected: DirectiveValue][] = [
    [
      "disk '500 GB', type: 'gp3', iops: 3000, throughput: 250, encrypted: true, mountPath: '/scratch', filesystem: 'xfs'",
      'disk',
      {
        request: 500 * GB,
        type: 'gp3',
        iops: 3000,
        throughput: 250,
        encrypted: true,
        mountPath: '/scratch',
        filesystem: 'xfs',
      },
    ],
    ["disk request: '500 GB'", 'disk', { request: 500 * GB }],
    ['disk 375.GB', 'disk', { request: 375 * GB }],
    ["accelerator 1, type: 'nvidia-tesla-t4'", 'accelerator', { request: 1, type: 'nvidia-tesla-t4' }],
    ['accelerator request: 1, limit: 2', 'accelerator', { request: 1 }],
    ['accelerator limit: 2', 'accelerator', { request: 2 }],
    ["accelerator 0.25, type: 'l4'", 'accelerator', { request: 0.25, type: 'l4' }],
    ["machineType 'm5.*', 'c6i.large'", 'machineType', ['m5.*', 'c6i.large']],
    ["machineType(['m5.*', 'c6i.large'])", 'machineType', ['m5.*', 'c6i.large']],
    ["machineType 'm5.*,c6i.large'", 'machineType', ['m5.*', 'c6i.large']],
    ["arch 'linux/arm64'", 'arch', { name: 'linux/arm64' }],
    ["arch 'linux/x86_64', target: 'haswell'", 'arch', { name: 'linux/x86_64', target: 'haswell' }],
    ["time '1d 2h'", 'time', 26 * HOUR],
    ['time 2.h', 'time', 2 * HOUR],
    ['time 1.5.h', 'time', 1.5 * HOUR],
    ['time 90.min', 'time', 1.5 * HOUR],
    ['time 1000', 'time', 1000],
    ["maxSubmitAwait '30 min'", 'maxSubmitAwait', HOUR / 2],
    ["containerOptions '--cap-add SYS_PTRACE'", 'containerOptions', '--cap-add SYS_PTRACE'],
    [
      "containerOptions user: 1000, env: ['A=1', 'B=2']",
      'containerOptions',
      { user: 1000, env: ['A=1', 'B=2'] },
    ],
    ["queue 'spot', 'on-demand'", 'queue', ['spot', 'on-demand']],
    ["queue 'spot,on-demand'", 'queue', 'spot,on-demand'],
    ["secret 'A', 'B'", 'secret', ['A', 'B']],
    ['array 100', 'array', 100],
  ];
  for (const [head, name, expected] of forms) {
    it(`reads ${head}`, () =>
      expect(resolveProcess(withHead(head), {}).definition.directives.others).to.deep.equal({
        [name]: expected,
      }));
  }

  for (const [head, value] of [
    ["disk '1 GB', request: '2 GB'", 'gives request twice'],
    ['cpus 1, 2', 'takes one value'],
    ["machineType 'a', b: 'c'", 'takes a value or named values, not both'],
    ["machineType 'a', 'b', c: 'd'", 'takes one value'],
  ] as const) {
    it(`refuses ${head}`, () => expect(() => withHead(head)).to.throw(value));
  }

  it('cuts what is asked for to the limits, keeps those to itself and says so once', () => {
    const head = "cpus 32\nmemory 128.GB\ndisk '2 TB', type: 'gp3'\ntime 3.d\nmachineType 'm5.large'";
    const resourceLimits = { cpus: 16, memory: '64 GB', disk: '1 TB', time: '2d' };
    const { definition, notices } = resolveProcess(withHead(head), { process: { resourceLimits } });
    expect(definition.directives).to.deep.equal({
      cpus: 16,
      memory: 64 * GB,
      others: { disk: { request: 1024 * GB, type: 'gp3' }, time: 48 * HOUR, machineType: ['m5.large'] },
    });
    expect(notices).to.deep.equal([
      'Process A asks for more than its resourceLimits: cut cpus from 32 to 16, memory from 128 GB to 64 GB, ' +
        'disk from 2 TB to 1 TB, time from 3d to 2d.',
    ]);
  });

  it("lets a process's own limits stand in place of the configuration's", () => {
    const config = { process: { resourceLimits: { cpus: 1, memory: '1 GB' } } };
    const { definition } = resolveProcess(withHead('cpus 8\nmemory 8.GB\nresourceLimits cpus: 4'), config);
    expect(definition.directives).to.deep.equal({ cpus: 4, memory: 8 * GB, others: {} });
  });

  it("gives an image without a registry the configuration's", () => {
    const config = { docker: { registry: 'quay.io' }, process: { container: 'org/tool:1' } };
    expect(resolveProcess(withHead(''), config).definition.container).to.equal('quay.io/org/tool:1');
  });

  it('has no container where the process takes the default back', () => {
    const { definition } = resolveProcess(withHead('container false'), { process: { container: 'x' } });
    expect(definition).not.to.have.property('container');
  });

  const modes: [head: string, config: boolean | string | undefined, mode: string | undefined][] = [
    ['', undefined, undefined],
    ['cache true', undefined, 'standard'],
    ['cache false', undefined, 'off'],
    ["cache 'lenient'", undefined, 'lenient'],
    ["cache 'deep'", false, 'deep'],
    ['', false, 'off'],
    ['', 'lenient', 'lenient'],
  ];
  for (const [head, config, mode] of modes) {
    it(`caches by ${String(mode)} with [${head}] and ${String(config)} in the configuration`, () => {
      const process = config === undefined ? {} : { process: { cache: config } };
      expect(resolveProcess(withHead(head), process).cache).to.equal(mode);
    });
  }

  it('hands the outputs on, and cache to no executor', () => {
    const resolved = resolveProcess(withHead("cache 'deep'\noutput:\npath '*.txt'\nscript:"), {});
    expect(resolved).to.deep.include({ outputs: ['*.txt'], cache: 'deep' });
    expect(resolved.definition.directives.others).to.deep.equal({});
  });

  it('leaves out what is set nowhere', () => {
    expect(resolveProcess(withHead(''), {})).to.deep.equal({
      definition: { name: 'A', directives: { others: {} } },
      debug: false,
      script: 'x',
      outputsStdout: false,
      outputs: [],
      notices: [],
    });
  });

  it('applies a default only where the process lacks the directive', () => {
    const config = { process: { cpus: 8, memory: '1 GB', container: 'default', queue: 'q' } };
    expect(resolveProcess(withHead("cpus 2\ncontainer 'own'"), config).definition).to.deep.equal({
      name: 'A',
      container: 'own',
      directives: { cpus: 2, memory: GB, others: { queue: 'q' } },
    });
  });

  it('lets the last of several values count', () => {
    expect(resolveProcess(withHead('cpus 1\ncpus 2'), {}).definition.directives.cpus).to.equal(2);
  });

  it('adds labels up, the later value of a name counting', () => {
    const config = { process: { resourceLabels: { a: 1, b: 1 } } };
    const { others } = resolveProcess(withHead('resourceLabels b: 2\nresourceLabels c: 3'), config).definition
      .directives;
    expect(others).to.deep.equal({ resourceLabels: { a: 1, b: 2, c: 3 } });
  });

  it('adds secrets up, each once', () => {
    const { others } = resolveProcess(withHead("secret 'A'\nsecret 'B'"), { process: { secret: ['A', 'C'] } })
      .definition.directives;
    expect(others).to.deep.equal({ secret: ['A', 'C', 'B'] });
  });

  it('takes null in the configuration as no default', () => {
    expect(resolveProcess(withHead(''), { process: { cpus: null } }).definition.directives).to.deep.equal({
      others: {},
    });
  });

  it('names everything wrong in what nobody has checked before', () => {
    const unchecked: ProcessDeclaration = {
      ...withHead(''),
      directives: [{ name: 'cpus', value: 0, location: { path: 'main.nf', line: 1, column: 1 } }],
    };
    expect(problems(unchecked, { process: { memory: 'x', tag: 'y', cpu: 1 } })).to.have.members([
      "process.memory: is no amount of memory; write an amount with a unit such as '4 GB' or '500 MB' (B, KB, MB, GB, TB, PB; 1 KB is 1024 B)",
      'process.tag: the directive tag is not supported yet',
      'process.cpu: unknown directive cpu',
      'process A, directive cpus: must be a number greater than 0',
    ]);
  });
});
