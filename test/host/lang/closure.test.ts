import { expect } from 'chai';
import { Duration, MemoryUnit } from '../../../host/lang/amounts.js';
import { Closure } from '../../../host/lang/closure.js';
import { isAmount } from '../../../host/lang/amounts.js';
import { isMap, textOf, type Value } from '../../../host/lang/value.js';
import { closureOf, runClosure } from './closure-of.js';

/** A value in a form that is easy to compare: amounts as Nextflow prints them. */
function plain(value: Value): unknown {
  if (isAmount(value)) return textOf(value);
  if (isMap(value)) return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
  return Array.isArray(value) ? (value as readonly Value[]).map(plain) : value;
}

const tables: Readonly<Record<string, readonly [expression: string, expected: unknown][]>> = {
  'literals and texts': [
    ["'a\\tb'", 'a\tb'],
    ['null', null],
    ['[1, [true], ]', [1, [true]]],
    ["[a: 1, 'b c': [:]]", { a: 1, 'b c': {} }],
    ['"no $ and \\${x}"', 'no $ and ${x}'],
    ['"$task.attempt and ${task.attempt + 1}!"', '2 and 3!'],
    ['"${"${1 + 1}"}"', '2'],
    ['"""a\n${[b: 1]}"""', 'a\n[b:1]'],
    ['"${ [1, 2].join("}") }"', '1}2'],
    ['/a\\/b\\d/', 'a/b\\d'],
  ],
  'operators, as tightly as Groovy binds them': [
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 3 - 2', 5],
    ['-2 ** 2', -4],
    ['2 ** -1', 0.5],
    ['7 / 2', 3.5],
    ['-7 % 3', -1],
    ['1..3 + 1', [1, 2, 3, 4]],
    ['3..1', [3, 2, 1]],
    ['0..<3', [0, 1, 2]],
    ['0..<0', []],
    ['1 + 1 == 2 && !false || false', true],
    ['false && task.queue.here || true', true],
    ['1 < 2 == true', true],
    ['2 <=> 3', -1],
    ['3 in 1..5', true],
    ['6 !in 1..5', true],
    ['!(6 in [1, 6])', false],
    ["'a' in [a: 1]", true],
    ["'1' + 2 * 3", '16'],
    ["1 + 'a' + null", '1anull'],
    ["'abcb' - 'b'", 'acb'],
    ["'ab' * 2", 'abab'],
    ['[1, 2] + 3 + [4]', [1, 2, 3, 4]],
    ['[1, 2, 1] - 1', [2]],
    ['[1] * 3', [1, 1, 1]],
    ['[a: 1, b: 1] + [b: 2]', { a: 1, b: 2 }],
    ["('12' as int) + 1", 13],
    ['2.7 * 2 as int', 5],
    ['true ? 1 : false ? 2 : 3', 1],
    ["null ?: '' ?: 'x'", 'x'],
    ['task.exitStatus\n == 137\n ? 1\n : 2', 1],
    ['1 +\n 2', 3],
  ],
  equality: [
    ["1 == '1'", false],
    ['1 == 1.0', true],
    ['[1, [a: 2]] == [1, [a: 2]]', true],
    ['[1] != [1, 2]', true],
    ['[a: 1] == [b: 1]', false],
    ['null == null', true],
    ['1.GB == 1024.MB', true],
    ['1.GB == 1.h', false],
    ["'a'.equals('a')", true],
    ["'a' < 'b'", true],
    ['null < 1', true],
  ],
  'amounts with units': [
    ['2.GB * task.attempt', '4 GB'],
    ['3 * 500.MB', '1.5 GB'],
    ['1.GB + 512.MB', '1.5 GB'],
    ['2.GB - 1.GB', '1 GB'],
    ['3.GB / 2', '1.5 GB'],
    ['3.GB / 1.5.GB', 2],
    ['-(1.GB) + 3.GB', '2 GB'],
    ['1.h + 30.min', '1h 30m'],
    ['2.h * 1.5', '3h'],
    ['500.ms', '500ms'],
    ['2500.ms', '2.5s'],
    ['1.5.d', '1d 12h'],
    ['(task.attempt * 2).GB', '4 GB'],
    ["'4 GB' as MemoryUnit", '4 GB'],
    ["'1h 30m' as nextflow.util.Duration", '1h 30m'],
    ["MemoryUnit.of('1 KB') + Duration.of('1s').toMillis().B", '2 KB'],
    ['4.GB.toGiga()', 4],
    ['1536.MB.giga', 1],
    ['2.GB.toMega()', 2048],
    ["2.GB.toUnit('KB')", 2 * 1024 * 1024],
    ['90.min.toHours()', 1],
    ['90.min.toMinutes()', 90],
    ['2.h.millis', 7_200_000],
    ['4.GB > 2.GB', true],
    ['1.h <=> 61.min', -1],
    ['1.GB.compareTo(1.GB)', 0],
    ['[3.GB, 1.GB].max()', '3 GB'],
    ['"${2.GB} for ${90.min}"', '2 GB for 1h 30m'],
    ['1.GB && !0.GB', true],
  ],
  'methods, functions and conversions': [
    ["'abc'.contains('b') && 'abc'.startsWith('a') && 'abc'.endsWith('c')", true],
    ["'AbC'.toLowerCase() + 'x'.toUpperCase()", 'abcX'],
    ["' 12 '.trim().toInteger() + 1", 13],
    ["'1.5'.toDouble() * 2", 3],
    ["'x'.isNumber() || '1.5'.isInteger()", false],
    ["'a,b,,c'.tokenize(',')", ['a', 'b', 'c']],
    ["'a b'.tokenize().size()", 2],
    ["'abcdef'.substring(1, 3) + 'abc'.substring(2)", 'bcc'],
    ["'aaa'.replace('a', 'bb')", 'bbbbbb'],
    ["'a1' ==~ /[a-z]\\d/ && 'xa1x' =~ '[a-z]\\\\d' && !('xa1' ==~ /a1/)", true],
    ["'Out Of Memory'.matches('(?i).*memory')", true],
    ['[3, 1, 2].sort()', [1, 2, 3]],
    ['[1, 2].sum() + [4, 2].min() + [1, 5].max()', 10],
    ['[1, 1, 2].unique().reverse()', [2, 1]],
    ["[1, 'a'].join('-') + [].size()", '1-a0'],
    ['[1, 2].first() + [1, 2].last() + [1, 2][0] + [1, 2][-1]', 6],
    ["[a: 1].get('b', 2) + [a: 1].a + [a: 1]['a']", 4],
    ['[a: 1, b: 2].keySet()', ['a', 'b']],
    ['[1][5] == null && [a: 1].b == null', true],
    ['Math.min(1, 2) + Math.max(1, 2) + Math.pow(2, 3) + Math.abs(-1)', 12],
    ['Math.round(2.5) + Math.ceil(1.2) + Math.floor(1.8)', 6],
    ['7.intdiv(2) + 7.5.intValue()', 10],
    ['Integer.MAX_VALUE', 2_147_483_647],
    ["'true' as boolean", true],
    ['3 as String', '3'],
    ['null as int', null],
    ['task.queue?.toLowerCase()', null],
    ["task.queue?.toLowerCase() ?: 'none'", 'none'],
  ],
};

describe(Closure.name, () => {
  for (const [group, rows] of Object.entries(tables)) {
    describe(`reckons with ${group}`, () => {
      for (const [expression, expected] of rows) {
        it(`{ ${expression} }`, () =>
          expect(plain(runClosure(`{ ${expression} }`).value)).to.deep.equal(expected));
      }
    });
  }

  const bodies: [body: string, expected: unknown][] = [
    ['{ -> 1 }', 1],
    ['{ 1; 2 }', 2],
    ['{\n  // why\n  def x = 2.GB\n  x * 2\n}', '4 GB'],
    ['{ def x = 1; x = x + 1; return x; 5 }', 2],
    ["{ if (task.attempt > 1) { return 'a' } else { return 'b' } }", 'a'],
    ["{ if (task.attempt > 5) 'a' else if (task.attempt == 2) 'c' else 'b' }", 'c'],
    ["{ def q = 'spot'\n if (task.attempt > 1)\n q = 'on-demand'\n q }", 'on-demand'],
    ['{ if (false) { 1 } }', null],
    ['{ return }', null],
    ['{ if (true) { if (false) return 1 }\n 3 }', 3],
  ];
  for (const [body, expected] of bodies) {
    it(`runs ${JSON.stringify(body)}`, () => expect(plain(runClosure(body).value)).to.deep.equal(expected));
  }

  it('gives the strategies that pipelines write', () => {
    const values = [
      "{ task.exitStatus in ((130..145) + 104) ? 'retry' : 'finish' }",
      "{ task.exitStatus in [143,137,104,134,139] ? 'retry' : 'finish' }",
      "{ task.exitStatus in 137..140 ? 'retry' : 'terminate' }",
      "{ task.attempt <= 1 ? 'retry' : 'ignore' }",
    ].map((text) => runClosure(text).value);
    expect(values).to.deep.equal(['retry', 'retry', 'retry', 'ignore']);
  });

  it('asks for a wait instead of waiting', () => {
    const text = "{ sleep(Math.pow(2, task.attempt) * 200 as long); sleep(1.s); return 'retry' }";
    expect(runClosure(text)).to.deep.equal({ value: 'retry', sleptMs: 1800 });
  });

  it('runs as often as it is asked, each time anew', () => {
    const closure = closureOf('{ def x = 1; x = x + 1; x }');
    const run = (): Value => closure.run(new Map(), (value) => value).value;
    expect([run(), run()]).to.deep.equal([2, 2]);
  });

  it('shows its text on one line, without what may be a secret', () => {
    expect(closureOf('{ 2.GB *\n   task.attempt }').text).to.equal('{ 2.GB * task.attempt }');
    expect(closureOf("{ def apiKey = 'abc'\n 1 }").text).not.to.contain('abc');
  });

  it('makes amounts of whole bytes and milliseconds', () => {
    expect(runClosure('{ 1.B / 3 }').value).to.deep.equal(new MemoryUnit(0));
    expect(runClosure('{ 1.001.s }').value).to.deep.equal(new Duration(1001));
    expect(runClosure('{ 1.2.s * 1 }').value).to.deep.equal(new Duration(1200));
  });
});
