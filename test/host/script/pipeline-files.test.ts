import { expect } from 'chai';
import type { Pipeline } from '../../../host/script/pipeline.js';
import { parsePipeline } from '../../../host/script/pipeline-reader.js';
import { brief, refusal } from '../lang/refusal.js';

const parse = (text: string): Pipeline => parsePipeline(text, 'main.nf');
/** A process with these sections, called with `call`. */
const pipeline = (sections: string, call: string): string =>
  `process ALIGN {\n${sections}\nscript: 'x'\n}\nworkflow {\n${call}\n}`;
const TWO = "input:\npath 'reads.fq'\npath('ref/index')";
const advised = (text: string): string => refusal(() => parse(text)).message;

describe('the inputs and outputs of processes', () => {
  it('are read as names in the work dir, and by calls as URIs', () => {
    const call = "ALIGN('s3://data/a b.fq', file('s3://data/index/'))";
    const { processes, calls } = parse(pipeline(TWO, call));
    expect(processes.get('ALIGN')?.inputs).to.deep.equal(['reads.fq', 'ref/index']);
    expect(calls[0]?.inputs).to.deep.equal([
      { uri: 's3://data/a b.fq', stageAs: 'reads.fq' },
      { uri: 's3://data/index/', stageAs: 'ref/index' },
    ]);
  });

  it('are read beside stdout, and in the call of a pipe', () => {
    const sections = "input: path 'x'\noutput:\npath 'out.bam'\nstdout\npath('logs/**.{txt,log}')";
    const { processes, calls } = parse(pipeline(sections, "ALIGN(\n  file(\n's3://data/x'\n)\n) | view"));
    expect(processes.get('ALIGN')).to.deep.include({
      outputs: ['out.bam', 'logs/**.{txt,log}'],
      outputsStdout: true,
    });
    expect(calls[0]).to.deep.include({ inputs: [{ uri: 's3://data/x', stageAs: 'x' }], view: true });
  });

  const refused: [sections: string, call: string, expected: string[]][] = [
    ['input:\nval x', 'ALIGN()', ['3:1 the call val is not supported as an input']],
    ["input:\ntuple val(x), path('y')", 'ALIGN()', ['3:1 tuples of inputs and outputs are not supported']],
    ['input:\npath reads', 'ALIGN()', ['3:6 the variable reads for a path is not supported']],
    ["input:\npath 'a', 'b'", 'ALIGN()', ['3:6 path takes one text']],
    ['input:\npath()', 'ALIGN()', ['3:1 path takes one text']],
    ['input:\npath 3', 'ALIGN()', ['3:6 path takes one text']],
    ["input:\npath 'x', arity: 1", 'ALIGN()', ['3:11 the option arity of path is not supported']],
    ["input:\npath '*.fq'", 'ALIGN()', ["3:1 the input '*.fq' is a pattern, and an input has one name"]],
    ["input:\npath '../x'", 'ALIGN()', ['3:1 the input \'../x\' has "." or ".." as a path segment']],
    [
      "input:\npath '.command.sh'",
      'ALIGN()',
      ["3:1 the input '.command.sh' is a name of the files that run the task"],
    ],
    [
      "input:\npath 'a'\npath 'a'",
      "ALIGN('s3://data/a')",
      ["4:1 the input 'a' is the name of another input"],
    ],
    [
      "input:\npath 'a'\npath 'a/b'",
      "ALIGN('s3://data/a')",
      ["4:1 the input 'a/b' lies in 'a', which is an input itself"],
    ],
    ['output:\nenv X', 'ALIGN()', ['3:1 the call env is not supported as an output']],
    ["output:\npath 'x', emit: bam", 'ALIGN()', ['3:11 the option emit of path is not supported']],
    ["output:\npath 'x'\npath 'x'", 'ALIGN()', ["4:1 the output 'x' is declared twice"]],
    [
      "output:\npath '/tmp/x'",
      'ALIGN()',
      ["3:1 the output '/tmp/x' begins with a slash, and is a path from the work dir"],
    ],
    ["output:\nstdout\ninput:\npath 'x'", 'ALIGN()', ['4:1 the section input: is not supported here']],
    [TWO, 'ALIGN()', ['8:1 process ALIGN takes 2 inputs, and 0 are given']],
    [TWO, "ALIGN('s3://data/a')", ['8:1 process ALIGN takes 2 inputs, and 1 is given']],
    [TWO, 'ALIGN', ['8:1 process ALIGN is named but not called']],
    [
      TWO,
      'ALIGN | view',
      [
        '8:1 process ALIGN has no output that view could show',
        '8:1 process ALIGN takes 2 inputs, and 0 are given',
      ],
    ],
    [
      TWO,
      'ALIGN(params.reads, OTHER.out)',
      [
        '8:7 the variable params.reads as an input is not supported',
        '8:21 the output of another process as an input is not supported',
      ],
    ],
    [
      TWO,
      "ALIGN(['s3://data/a'], 5)",
      [
        '8:7 a list of files as an input is not supported',
        '8:24 what is no text as an input is not supported',
      ],
    ],
    [
      TWO,
      "ALIGN('/data/a', 's3://data')",
      [
        "8:7 the input '/data/a' is not of the form s3://bucket/path",
        "8:18 the input 's3://data' names a bucket and nothing in it",
      ],
    ],
    [
      TWO,
      "ALIGN('s3://data/*.fq', 's3://data//x')",
      [
        "8:7 the input 's3://data/*.fq' is a pattern of files",
        "8:25 the input 's3://data//x' has an empty path segment, which a file system would drop",
      ],
    ],
    [TWO, "ALIGN(reads: 's3://data/a')", ['8:7 the named argument reads of process ALIGN is not supported']],
    [TWO, "ALIGN(file('s3://data/a', checkIfExists: true), 'x')", ['8:25 options of file are not supported']],
    [TWO, "ALIGN(file('s3://data/a'", ['8:11 the parenthesis is not closed']],
    [
      TWO,
      "ALIGN(channel.fromPath('s3://data/a'))",
      ['8:7 the call channel.fromPath(...) as a value is not supported'],
    ],
    ["queue file('x')", 'ALIGN()', ['2:7 the call file(...) is not supported here']],
  ];
  for (const [sections, call, expected] of refused) {
    it(`refuses ${JSON.stringify(`${sections} … ${call}`)}`, () =>
      expect(brief(refusal(() => parse(pipeline(sections, call))))).to.deep.equal(expected));
  }

  const advice: [sections: string, call: string, expected: string][] = [
    ['input:\nval x', 'ALIGN()', "Write path 'name', with the name the script reads it by."],
    [
      'input:\npath reads',
      'ALIGN()',
      "Write the name the file has in the work dir, and use it in the script: path 'reads'.",
    ],
    [
      'output:\nval x',
      'ALIGN()',
      "Write stdout, or path 'name' with the name or the pattern of files the script leaves.",
    ],
    [TWO, 'ALIGN()', "Write ALIGN('s3://my-bucket/reads.fq', 's3://my-bucket/ref/index')."],
    [TWO, "ALIGN(channel.of('x'))", "write the URI of a file in the call, e.g. NAME('s3://my-bucket/file')."],
  ];
  for (const [sections, call, expected] of advice) {
    it(`advises: ${expected}`, () => expect(advised(pipeline(sections, call))).to.contain(expected));
  }
});
