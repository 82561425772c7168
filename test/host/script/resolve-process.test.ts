import { expect } from 'chai';
import type { ProcessDeclaration } from '../../../host/script/pipeline.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import { resolveProcess } from '../../../host/script/resolve-process.js';
import { ConfigError, type ConfigMap } from '../../../spi/index.js';
import { sampleWorkflow, usageExamples } from './quickstart-scripts.js';

const GB = 1024 ** 3;

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
    });
  });

  it("hands the executor's own directives over as they were written", () => {
    const text = `${usageExamples}workflow { CPU_TASK() }`;
    const others = ['GPU_TRAINING', 'BIG_DATA', 'MEMORY_INTENSIVE'].map(
      (name) => resolveProcess(declaration(text, name), {}).definition.directives.others,
    );
    expect(others).to.deep.equal([
      { accelerator: { request: 1, type: 'nvidia-tesla-t4' } },
      { disk: '500 GB' },
      { machineType: 'r6i.2xlarge' },
    ]);
  });

  it('leaves out what is set nowhere', () => {
    expect(resolveProcess(withHead(''), {})).to.deep.equal({
      definition: { name: 'A', directives: { others: {} } },
      debug: false,
      script: 'x',
      outputsStdout: false,
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
      'process A, directive cpus: must be a number greater than 0, such as cpus 2',
    ]);
  });
});
