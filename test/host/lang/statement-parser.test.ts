import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../../host/lang/literal-evaluator.js';
import { FaultList, ScriptError } from '../../../host/lang/script-error.js';
import { SourceText } from '../../../host/lang/source-text.js';
import { parseStatements, type Dialect } from '../../../host/lang/statement-parser.js';
import { formatPath, type Expression, type Statement } from '../../../host/lang/syntax-tree.js';
import { brief, refusal } from './refusal.js';

const dialect: Dialect = {
  supported: 'Supported is what the test says',
  refusedWords: new Map([['include', 'including is']]),
  refusedLabels: new Map([['input', 'the section input: is']]),
};

function parse(text: string): readonly Statement[] {
  return parseStatements(new SourceText('f', text), dialect);
}

function valueOf(expression: Expression): unknown {
  return evaluate(expression, new FaultList(new SourceText('f', '')));
}

/** A statement in a form that is easy to compare. */
function outline(statement: Statement): unknown {
  switch (statement.kind) {
    case 'assignment':
      return { set: formatPath(statement.path), to: valueOf(statement.value) };
    case 'block': {
      const name = statement.argument === undefined ? {} : { name: statement.argument.text };
      return { block: formatPath(statement.path), ...name, body: statement.body.map(outline) };
    }
    case 'call': {
      const named = Object.fromEntries(
        statement.named.map((entry) => [entry.key.text, valueOf(entry.value)]),
      );
      return statement.bare
        ? { name: formatPath(statement.path) }
        : { call: formatPath(statement.path), args: statement.positional.map(valueOf), named };
    }
    case 'pipe':
      return { pipe: statement.stages.map(outline) };
    case 'label':
      return { label: statement.name };
    case 'value':
      return { value: valueOf(statement.value) };
  }
}

const read = (text: string): unknown => parse(text).map(outline);
const call = (name: string, args: unknown[], named = {}): unknown => ({ call: name, args, named });

describe(parseStatements.name, () => {
  const table: [title: string, text: string, expected: unknown[]][] = [
    ['nothing in an empty file', ' \n// x\n;;', []],
    ['an assignment', "a = 'x'", [{ set: 'a', to: 'x' }]],
    ['a dotted assignment', 'a.$b.c = 1', [{ set: 'a.$b.c', to: 1 }]],
    [
      'quoted keys',
      `'a-b'.c = 1; "d" { }`,
      [
        { set: 'a-b.c', to: 1 },
        { block: 'd', body: [] },
      ],
    ],
    [
      'constants and negative numbers',
      'a = true; b = false; c = null; d = -1.5',
      [
        { set: 'a', to: true },
        { set: 'b', to: false },
        { set: 'c', to: null },
        { set: 'd', to: -1.5 },
      ],
    ],
    ['lists over lines, with a comma at the end', 'a = [1,\n  [2, 3],\n]', [{ set: 'a', to: [1, [2, 3]] }]],
    ['maps over lines', "a = [\n b: 1, 'c-d':\n [e: 2]\n]", [{ set: 'a', to: { b: 1, 'c-d': { e: 2 } } }]],
    [
      'an empty list and an empty map',
      'a = []; b = [:]',
      [
        { set: 'a', to: [] },
        { set: 'b', to: {} },
      ],
    ],
    [
      'nested blocks',
      'a { b { c = 1 } }',
      [{ block: 'a', body: [{ block: 'b', body: [{ set: 'c', to: 1 }] }] }],
    ],
    ['a block of a dotted name', 'a.b { }', [{ block: 'a.b', body: [] }]],
    [
      'a named block, also with its brace on the next line',
      'process A { }\nprocess B\n{ }',
      [
        { block: 'process', name: 'A', body: [] },
        { block: 'process', name: 'B', body: [] },
      ],
    ],
    [
      'calls with arguments after a space',
      "cpus 2\ngpu 1, type: 'x',\n  n: 2",
      [call('cpus', [2]), call('gpu', [1], { type: 'x', n: 2 })],
    ],
    ['calls with parentheses', 'a()\nb(1,\n  c: 2\n)', [call('a', []), call('b', [1], { c: 2 })]],
    ['a call with a map', 'limits [cpus: 2]', [call('limits', [{ cpus: 2 }])]],
    ['a bare name', 'stdout', [{ name: 'stdout' }]],
    [
      'labels, with or without a line of their own',
      "script:\n'x'\noutput: stdout",
      [{ label: 'script' }, { value: 'x' }, { label: 'output' }, { name: 'stdout' }],
    ],
    [
      'pipes, also at the start of a line',
      'a() | view\nb\n  | view()',
      [{ pipe: [call('a', []), { name: 'view' }] }, { pipe: [{ name: 'b' }, call('view', [])] }],
    ],
  ];
  for (const [title, text, expected] of table) {
    it(`reads ${title}`, () => expect(read(text)).to.deep.equal(expected));
  }

  const refused: [title: string, text: string, expected: string][] = [
    ['an operator', 'a = 1 + 2', "1:7 the operator '+' is not supported"],
    ['an operator before a value', 'a = !true', "1:5 the operator '!' is not supported"],
    ['a compound assignment', 'a += 1', "1:3 the operator '+=' is not supported"],
    ['an unclosed closure', 'a = { 1', '1:5 the closure is not closed'],
    ['a closure after arguments', 'a 1 { 1 }', '1:5 a closure after a value is not supported'],
    ['a closure after parentheses', 'a() { 1 }', '1:5 a closure after a statement is not supported'],
    ['a call as a value', 'a = b.c(1)', '1:5 the call b.c(...) as a value is not supported'],
    ['parentheses around a value', 'a = (1)', '1:5 parentheses around a value are not supported'],
    ['a slashy string', 'a = /x/', '1:5 slashy strings are not supported'],
    ['taking an element', "a = 'x'[0]", '1:8 taking an element with [...] is not supported'],
    [
      'a property of a number that is no unit',
      'a = 4.gigs',
      '1:5 the property .gigs of a value is not supported',
    ],
    ['a method of an amount', 'a = 4.GB.toMega()', '1:5 the property .toMega of a value is not supported'],
    ['an amount below nothing', 'a = -4.GB', '1:5 the property .GB of a value is not supported'],
    ['a method of a value', "a = 'x'.trim()", '1:5 the property .trim of a value is not supported'],
    ['a chain of calls', 'a().b()', '1:4 the method .b of a call is not supported'],
    ['two statements on one line', 'a = 1 b = 2', "1:7 unexpected 'b' after the statement"],
    ['a missing value', 'a =', '1:4 a value is missing before the end of the file'],
    ['a missing value before a line end', 'a =\nb = 1', '1:4 a value is missing before the end of the line'],
    ['a missing element', 'a = [1,,2]', "1:8 a value is missing before ','"],
    ['a missing comma', 'a = [1 2]', "1:8 unexpected '2' in a list or map"],
    ['a list mixed with a map', 'a = [1, b: 2]', '1:9 a list and a map are mixed between the same brackets'],
    ['a key given twice', 'a = [b: 1, b: 2]', '1:12 the key b is given twice'],
    ['a named argument given twice', 'a b: 1, b: 2', '1:9 the key b is given twice'],
    ['an unclosed list at its opening', 'a = [1,\n2', '1:5 the list or map is not closed'],
    ['an unclosed parenthesis at its opening', 'a(1,\n', '1:2 the parenthesis is not closed'],
    ['an unclosed block at its opening', 'a = 1\nb {\n c { }\n', '2:3 the block is not closed'],
    ['a brace that closes nothing', 'a { }\n}', "2:1 '}' closes nothing"],
    ['a brace that opens nothing', 'a {{\n b = 1\n}}', '1:4 a brace opens nothing here'],
    ['a wrong bracket among arguments', 'a(1]', "1:4 unexpected ']' among the arguments"],
    ['a missing name', 'a. = 1', "1:4 a name is missing before '='"],
    ['a word the dialect refuses', "include { X } from 'y'", '1:1 including is not supported'],
    [
      'a section the dialect refuses',
      'process A {\n  input:\n  val x',
      '2:3 the section input: is not supported',
    ],
  ];
  for (const [title, text, expected] of refused) {
    it(`refuses ${title}`, () => expect(brief(refusal(() => parse(text)))).to.deep.equal([expected]));
  }

  it('takes a refused word as a name where something is assigned to it', () => {
    expect(read('include = 1; include.x = 2')).to.deep.equal([
      { set: 'include', to: 1 },
      { set: 'include.x', to: 2 },
    ]);
  });

  it('takes a brace after an unknown word as a closure where the dialect names its blocks', () => {
    const strict = { ...dialect, blockWords: new Set(['workflow']) };
    const strictly = (text: string): unknown => parseStatements(new SourceText('f', text), strict);
    expect(() => strictly('workflow { }')).not.to.throw();
    expect(brief(refusal(() => strictly('cpus { 2 * n }')))).to.deep.equal([
      '1:12 n is not known in a closure',
    ]);
    expect(strictly('cpus { 2 }')).to.have.nested.property('[0].positional[0].kind', 'closure');
  });

  it('names the units there are', () => {
    expect(refusal(() => parse('memory 4.gigs')).message).to.contain(
      'Write an amount with a unit such as 4.GB (B, KB, MB, GB, TB, PB) or 90.min (ms, s, min, h, d).',
    );
  });

  it('reports the first fault of the text, whatever kind it is', () => {
    expect(brief(refusal(() => parse("a = 1 + 2\nb = '")))).to.deep.equal([
      "1:7 the operator '+' is not supported",
    ]);
  });

  it('refuses nesting that is too deep instead of running out of stack', () => {
    expect(refusal(() => parse(`a = ${'['.repeat(100_000)}`)).message).to.contain(
      'more than 100 levels of nesting',
    );
    expect(refusal(() => parse('a{'.repeat(100_000))).message).to.contain('more than 100 levels of nesting');
    expect(refusal(() => parse('a('.repeat(100_000))).message).to.be.a('string');
  });

  it('reads any text or refuses it at a place in the text', () => {
    const word = fc.constantFrom(
      ...[
        'a',
        'process',
        'workflow',
        'view',
        '{',
        '}',
        '[',
        ']',
        '(',
        ')',
        ',',
        ':',
        '.',
        '=',
        '|',
        ';',
        '-',
        '+',
      ],
      ...[
        '\n',
        "'x'",
        '"y"',
        "'''",
        '1',
        '1.5',
        '4.GB',
        'true',
        'null',
        'script:',
        '/*',
        '*/',
        '//',
        '\\',
        '$',
        '~',
      ],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (parts) => {
        const text = parts.join(' ');
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof ScriptError)) throw error;
          const lines = text.split('\n');
          expect(error.line).to.be.within(1, lines.length);
          expect(error.column).to.be.within(1, (lines[error.line - 1] ?? '').length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
