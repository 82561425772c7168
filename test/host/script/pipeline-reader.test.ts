import { expect } from 'chai';
import fc from 'fast-check';
import { ScriptError } from '../../../host/lang/script-error.js';
import type { Pipeline } from '../../../host/script/pipeline.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import { brief, refusal } from '../lang/refusal.js';
import { sampleWorkflow, usageExamples } from './quickstart-scripts.js';

const parse = (text: string): Pipeline => parsePipeline(text, 'main.nf');
const faults = (text: string): string[] => brief(refusal(() => parse(text)));
/** Process A with `head` before its script, called once. */
const withHead = (head: string): string => `process A {\n${head}\n'x'\n}\nworkflow { A() }`;
/** Processes A, B and OUT (which outputs stdout), and a workflow of `calls`. */
const withCalls = (calls: string): string =>
  `process A { 'a' }\nprocess B { 'b' }\nprocess OUT { output: stdout; script: 'c' }\nworkflow {\n${calls}\n}`;
const called = (calls: string): unknown =>
  parse(withCalls(calls)).calls.map(({ process, view }) => [process, view]);

describe(parsePipeline.name, () => {
  it("reads the quickstart's sample workflow", () => {
    const { processes, calls } = parse(sampleWorkflow);
    const hello = processes.get('HELLO');
    expect([...processes.keys()]).to.deep.equal(['HELLO']);
    expect(hello).to.deep.include({
      name: 'HELLO',
      location: { path: 'main.nf', line: 2, column: 1 },
      outputsStdout: true,
      script: 'echo "Hello from ECS Managed Instances!"\nhostname',
    });
    expect(hello?.directives.map(({ name, value }) => [name, value])).to.deep.equal([
      ['container', 'ubuntu:latest'],
      ['cpus', 2],
      ['memory', '4 GB'],
    ]);
    expect(calls).to.deep.equal([
      { process: 'HELLO', inputs: [], view: false, location: { path: 'main.nf', line: 18, column: 5 } },
    ]);
  });

  it("reads the quickstart's usage examples", () => {
    const { processes } = parse(
      `${usageExamples}workflow { CPU_TASK(); GPU_TRAINING(); BIG_DATA(); MEMORY_INTENSIVE() }`,
    );
    const last = [...processes.values()].map(({ name, directives }) => [
      name,
      directives.at(-1)?.name,
      directives.at(-1)?.value,
    ]);
    expect(last).to.deep.equal([
      ['CPU_TASK', 'memory', '8 GB'],
      ['GPU_TRAINING', 'accelerator', { request: 1, type: 'nvidia-tesla-t4' }],
      ['BIG_DATA', 'disk', '500 GB'],
      ['MEMORY_INTENSIVE', 'machineType', 'r6i.2xlarge'],
    ]);
    expect(processes.get('CPU_TASK')?.script).to.equal('# Your computation here');
  });

  it('reads a shebang line, a script without its label, and a workflow before its processes', () => {
    const { processes, calls } = parse(
      "#!/usr/bin/env nextflow\nworkflow { A() }\nprocess A {\n  '''\n  a\n  '''\n}",
    );
    expect(processes.get('A')).to.deep.include({
      script: 'a',
      directives: [],
      inputs: [],
      outputs: [],
      outputsStdout: false,
    });
    expect(calls).to.have.lengthOf(1);
  });

  const calls: [text: string, expected: unknown[]][] = [
    [
      'A()\nB()',
      [
        ['A', false],
        ['B', false],
      ],
    ],
    [
      'B(); A()',
      [
        ['B', false],
        ['A', false],
      ],
    ],
    ['OUT() | view', [['OUT', true]]],
    ['OUT | view', [['OUT', true]]],
    [
      'OUT\n  | view()\nA()',
      [
        ['OUT', true],
        ['A', false],
      ],
    ],
  ];
  for (const [text, expected] of calls) {
    it(`reads the calls ${JSON.stringify(text)}`, () => expect(called(text)).to.deep.equal(expected));
  }

  const heads: [text: string, name: string, value: unknown][] = [
    ["disk '500 GB', type: 'gp3'", 'disk', { request: '500 GB', type: 'gp3' }],
    ["disk request: '500 GB'", 'disk', { request: '500 GB' }],
    ['accelerator 2', 'accelerator', 2],
    ["arch 'linux/arm64', target: 'x'", 'arch', { name: 'linux/arm64', target: 'x' }],
    ["resourceLabels a: 'b', c: 1", 'resourceLabels', { a: 'b', c: 1 }],
    ["resourceLimits [cpus: 4, time: '1h']", 'resourceLimits', { cpus: 4, time: '1h' }],
    ["secret(['A', 'B'])", 'secret', ['A', 'B']],
    ['debug true', 'debug', true],
  ];
  for (const [text, name, value] of heads) {
    it(`reads the directive ${text}`, () => {
      const [directive] = parse(withHead(text)).processes.get('A')?.directives ?? [];
      expect(directive).to.deep.include({ name, value });
    });
  }

  const refused: [title: string, text: string, expected: string[]][] = [
    ['an unknown directive', withHead('cpu 2'), ['2:1 unknown directive cpu']],
    [
      'a directive not served yet',
      withHead("publishDir 'x'"),
      ['2:1 the directive publishDir is not supported yet'],
    ],
    ['the old name echo', withHead('echo true'), ['2:1 the directive echo is not supported']],
    ['a directive without a value', withHead('cpus'), ['2:1 directive cpus: needs a value']],
    ['a directive with two values', withHead('cpus 1, 2'), ['2:6 directive cpus: takes one value']],
    [
      'a mode of the cache that there is none',
      withHead("cache 'standard'"),
      ["2:7 directive cache: must be true, false, 'lenient' or 'deep' (found: 'standard')"],
    ],
    [
      'a cache that differs between attempts',
      withHead('cache { true }'),
      ['2:7 the directive cache cannot be dynamic: it holds for all attempts'],
    ],
    [
      'a value beside names that have no place for it',
      withHead("resourceLabels 'a', b: 1"),
      ['2:16 directive resourceLabels: takes a value or named values, not both'],
    ],
    [
      'an amount given twice',
      withHead("disk '1 GB', request: '2 GB'"),
      ['2:6 directive disk: gives request twice'],
    ],
    [
      'a wrong value, at the value',
      withHead("cpus 'two'"),
      ["2:6 directive cpus: must be a number greater than 0 (found: 'two')"],
    ],
    [
      'a variable in a directive',
      withHead('cpus params.cpus'),
      ['2:6 the variable params.cpus is not supported'],
    ],
    [
      'a dynamic directive that must be the same for all attempts',
      withHead("executor { 'x' }"),
      ['2:10 the directive executor cannot be dynamic: it holds for all attempts'],
    ],
    [
      'a wait outside of errorStrategy',
      withHead('memory { sleep(10); 1.GB }'),
      ['2:10 sleep is for the directive errorStrategy alone'],
    ],
    ['a closure among values', withHead('queue { "a" }, "b"'), ["2:14 unexpected ',' after the statement"]],
    ['a closure in a list', withHead('queue(["a", { "b" }])'), ['2:13 a closure is not supported here']],
    [
      'an assignment in a process',
      withHead('cpus = 2'),
      ['2:1 the assignment to cpus is not supported in a process'],
    ],
    ['a pipe in a process', withHead('a | b'), ['2:1 the pipe is not supported in a process']],
    [
      'a process in a process',
      withHead("process B { 'y' }"),
      ['2:1 the block process { ... } is not supported in a process'],
    ],
    [
      'another output than stdout',
      withHead('output:\nval x\nscript:'),
      ['3:1 the call val is not supported as an output'],
    ],
    [
      'a named stdout',
      withHead('output:\nstdout emit: x\nscript:'),
      ['3:1 the call stdout is not supported as an output'],
    ],
    [
      'stdout twice',
      withHead('output:\nstdout\nstdout\nscript:'),
      ['4:1 the name stdout is not supported as an output'],
    ],
    [
      'a section after the script',
      "process A {\nscript: 'x'\noutput: stdout\n}\nworkflow { A() }",
      [
        '3:1 the section output: is not supported after the script',
        '3:9 the name stdout is not supported after the script',
      ],
    ],
    [
      'two strings',
      "process A {\n'x'\n'y'\n}\nworkflow { A() }",
      ['3:1 a value that stands alone is not supported after the script'],
    ],
    [
      'a second output',
      "process A {\noutput:\nstdout\noutput:\nstdout\nscript: 'x'\n}\nworkflow { A() }",
      ['4:1 the section output: is not supported here', '5:1 the name stdout is not supported as an output'],
    ],
    [
      'a script that is no string',
      'process A {\nscript: 5\n}\nworkflow { A() }',
      ['2:9 a value that stands alone is not supported in a process'],
    ],
    [
      'a script that is a variable',
      'process A {\nscript: x\n}\nworkflow { A() }',
      ['2:9 the name x is not supported in a script'],
    ],
    ['an empty script', "process A {\n''' \n '''\n}\nworkflow { A() }", ['2:1 the script is empty']],
    [
      'a process without a script',
      'process A {\ncpus 2\n}\nworkflow { A() }',
      ['1:1 process A has no script'],
    ],
    [
      'a process without a name',
      "process { 'x' }\nworkflow { }",
      ['1:1 the process has no name', '2:1 the workflow calls no process'],
    ],
    [
      'a process defined twice',
      "process A { 'x' }\nprocess A { 'y' }\nworkflow { A() }",
      ['2:9 process A is defined twice'],
    ],
    [
      'a process with the name of an operator',
      "process view { 'x' }\nworkflow { view() }",
      ['1:9 a process cannot be named view'],
    ],
    ['a script without a workflow', "process A { 'x' }\n\n", ['1:18 the script has no workflow block']],
    ['an empty script file', '', ['1:1 the script has no workflow block']],
    [
      'a second workflow',
      withCalls('A()\n}\nworkflow { A()'),
      ['7:1 the script has a second workflow block'],
    ],
    [
      'a named workflow',
      withCalls('A()\n}\nworkflow OTHER { A()'),
      ['7:1 the named workflow OTHER is not supported'],
    ],
    [
      'settings in a script',
      `nextflow.enable.dsl = 2\n${withCalls('A()')}`,
      ['1:1 the assignment to nextflow.enable.dsl is not supported here'],
    ],
    [
      'calls outside the workflow',
      `println 'x'\n${withCalls('A()')}`,
      ['1:1 the call println is not supported here'],
    ],
    ['channels', `Channel.of(1) | A\n${withCalls('A()')}`, ['1:1 the pipe is not supported here']],
    ['an unknown process', withCalls('AA()'), ['5:1 there is no process AA']],
    ['a process called twice', withCalls('A()\nOUT()\nOUT | view'), ['7:1 process OUT is called twice']],
    ['a process that is only named', withCalls('A'), ['5:1 process A is named but not called']],
    ['arguments of a process', withCalls('A(1)'), ['5:1 process A takes no inputs, and 1 is given']],
    [
      'view of a process without stdout',
      withCalls('A | view'),
      ['5:1 process A has no output that view could show'],
    ],
    [
      'an operator other than view',
      withCalls('OUT | map | view'),
      ['5:7 a pipe into map is not supported', '5:13 a pipe out of view is not supported'],
    ],
    ['arguments of view', withCalls("OUT | view('x')"), ['5:7 arguments of view are not supported']],
    ['a closure of view', withCalls('OUT | view { it }'), ['5:14 it is not known in a closure']],
    [
      'assignments in a workflow',
      withCalls('x = 1'),
      ['5:1 the assignment to x is not supported in a workflow'],
    ],
    ['definitions', 'def f() { }', ['1:1 definitions with def are not supported']],
    ['modules', "include { A } from './a'", ['1:1 including other scripts is not supported']],
  ];
  for (const [title, text, expected] of refused) {
    it(`refuses ${title}`, () => expect(faults(text)).to.deep.equal(expected));
  }

  const guesses: [text: string, advice: string][] = [
    [withHead('cpu 2'), 'Did you mean cpus?'],
    [withHead('publisDir 2'), 'Did you mean publishDir?'],
    [
      withHead('xyzzy 2'),
      'Supported directives are container, executor, debug, cpus, memory, resourceLimits,',
    ],
    [withHead("accelerator 'one'"), "Write it like accelerator 1, type: 'nvidia-tesla-t4'."],
    [withCalls('OU()'), 'The script declares A, B, OUT.'],
    [withCalls('OUTT()'), 'Did you mean OUT?'],
    [withHead('cpus = 2'), 'Write a directive without the equals sign: cpus value.'],
    [withCalls('A'), 'Write A().'],
    [withCalls('OUT().view()'), 'Write it as a pipe: OUT() | view.'],
    [withCalls('OUT.out.view()'), 'Write it as a pipe: OUT() | view.'],
    ["process { executor = 'x' }\naws.region = 'us-east-1'", 'add this file by -c.'],
    ["aws {\n  region = 'us-east-1'\n  ecs { cluster = 'c' }\n}", 'add this file by -c.'],
  ];
  for (const [text, advice] of guesses) {
    it(`advises: ${advice}`, () => expect(refusal(() => parse(text)).message).to.contain(advice));
  }

  it('lists all that is wrong at once, in the order of the text', () => {
    const text = "process A {\n cpu 1\n memory 'x'\n}\nfoo()\nworkflow { B(); A() }";
    expect(faults(text).map((fault) => fault.split(' ')[0])).to.deep.equal(['2:2', '3:9', '5:1', '6:12']);
  });

  it('reads any text or refuses it at a place in the text', () => {
    const piece = fc.constantFrom(
      ...[
        'process A {',
        'workflow {',
        '}',
        '\n',
        "'x'",
        'script:',
        'output:',
        'stdout',
        'cpus 2',
        "memory '1 GB'",
        'input:',
        "path 'x'",
        "A('s3://data/x')",
        "A(file('s3://data/x'))",
        'file(',
      ],
      ...['A()', 'A | view', 'cpus', ' = ', 'x', '{', '[a: 1]', "disk '1 GB', type: 'x'", ';', '$', '"$x"'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('\n');
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof ScriptError)) throw error;
          const lines = text.split('\n');
          for (const { location } of error.faults) {
            expect(location.line).to.be.within(1, lines.length);
            expect(location.column).to.be.within(1, (lines[location.line - 1] ?? '').length + 1);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
