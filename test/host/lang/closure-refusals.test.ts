import { expect } from 'chai';
import { parseClosure } from '../../../host/lang/closure-parser.js';
import { Closure } from '../../../host/lang/closure.js';
import { closureOf, runClosure } from './closure-of.js';
import { brief, refusal } from './refusal.js';

describe(parseClosure.name, () => {
  const table: [text: string, expected: string][] = [
    ['{ }', '1:1 the closure is empty'],
    ['{ 1', '1:1 the closure is not closed'],
    ['{ x -> 1 }', '1:3 parameters of a closure are not supported'],
    ['{ a, b -> 1 }', '1:3 parameters of a closure are not supported'],
    ['{ task.foo }', '1:8 task has no property foo'],
    ['{ task }', '1:3 one of its properties must be named'],
    ['{ task.getAttempt() }', '1:8 task has no method getAttempt()'],
    ['{ params.mem }', '1:3 params is not known in a closure'],
    ['{ "${params.mem}" }', '1:6 params is not known in a closure'],
    ['{ "$x" }', '1:5 x is not known in a closure'],
    ['{ "${1 2}" }', "1:8 unexpected '2' in a string"],
    ['{ "${}" }', '1:7 a value is missing before the end of the expression in the string'],
    ['{ "${1" }', '1:7 the string is not closed on its line'],
    ['{ /a$x/ }', '1:5 an expression in a slashy string is not supported'],
    ['{ check_max(2.GB) }', '1:3 the function check_max() is not supported in a closure'],
    ['{ new Date() }', '1:3 making objects with new is not supported'],
    ['{ [1].collect { it } }', '1:15 a closure in a closure is not supported'],
    ['{ { 1 } }', '1:3 a closure in a closure is not supported'],
    ["{ 'a'.execute() }", '1:7 the method execute() is not supported in a closure'],
    ["{ 'a'.constructor() }", '1:7 the method constructor() is not supported in a closure'],
    ['{ 4.GiB }', '1:5 the property .GiB of a number is not supported'],
    ['{ 1 as Foo }', '1:8 the type Foo after as is not supported'],
    ['{ Math.sin(1) }', '1:3 Math.sin is not supported here'],
    ['{ Math.pow(1) }', '1:3 Math.pow() does not take 1 arguments'],
    ['{ Math }', '1:3 Math is not supported here'],
    ['{ sleep() }', '1:3 sleep takes one argument, milliseconds'],
    ['{ x = 1 }', '1:3 x is not defined in the closure'],
    ['{ def x }', '1:7 a definition lacks its name or its value'],
    ['{ def x = 1; def x = 2 }', '1:18 x is defined already'],
    ['{ def task = 1 }', '1:7 task is defined already'],
    ['{ if (true) { def y = 1 }\n y }', '2:2 y is not known in a closure'],
    ['{ int x = 1 }', "1:7 unexpected 'x'"],
    ['{ if true { 1 } }', '1:3 the condition of if is missing'],
    ['{ for (x in 1..2) { } }', '1:3 loops with for are not supported in a closure'],
    ['{ while (true) { } }', '1:3 loops with while are not supported in a closure'],
    ['{ 1 ? 2 }', "1:5 a condition with ? lacks its ':'"],
    ['{ 1 + }', "1:7 a value is missing before '}'"],
    ['{ 1 & 2 }', "1:5 unexpected '&'"],
    ['{ 1++ }', "1:4 unexpected '++'"],
    ['{ (1 }', '1:3 the parenthesis is not closed'],
    ['{ [1 }', "1:3 the '[' is not closed"],
    ['{ [1, a: 2] }', '1:7 a list and a map are mixed between the same brackets'],
    ['{ [a: 1, a: 2] }', '1:10 the key a is given twice'],
    ["{ 'a' =~ /(/ }", '1:10 the pattern cannot be used: a group is not closed'],
    ['{ 1 2 }', "1:5 unexpected '2'"],
    [`{ ${'!'.repeat(501)}true }`, '1:503 the closure has more than 500 operators'],
    [`{ ${'('.repeat(120)}1 }`, '1:102 more than 100 levels of nesting'],
    [`{ ${'"${'.repeat(12)}1 }`, '1:34 more than 10 strings with expressions inside each other'],
  ];
  for (const [text, expected] of table) {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    it(`refuses ${JSON.stringify(shown)}`, () =>
      expect(brief(refusal(() => closureOf(text)))).to.deep.equal([expected]));
  }

  it('says with a caret where, and what to write instead', () => {
    expect(refusal(() => closureOf('{ 2.GB *\n  task.atempt }')).message).to.equal(
      'f:2:8: task has no property atempt. Did you mean task.attempt?\n2 |   task.atempt }\n  |        ^',
    );
  });
});

describe(Closure.name, () => {
  const table: [body: string, expected: string][] = [
    ['1 / 0', '1:5 division by zero'],
    ['1.GB / 0', '1:8 division by zero'],
    ['1 % 0', '1:5 division by zero'],
    ['7.intdiv(0)', '1:5 division by zero'],
    ['2.GB + 1', "1:8 the operator '+' does not take an amount of memory and a number"],
    ['2.GB + 1.h', "1:8 the operator '+' does not take an amount of memory and a duration"],
    ["'a' * 'b'", "1:7 the operator '*' does not take a string and a string"],
    ['null + 1', "1:8 the operator '+' does not take null and a number"],
    ["1 < 'a'", '1:5 cannot compare a number with a string'],
    ['1.GB > 1.h', '1:8 cannot compare an amount of memory with a duration'],
    ['1 in 1', '1:5 a number holds nothing that could be in it'],
    ['-true', "1:3 the operator '-' does not take true or false"],
    ['task.queue.size()', '1:14 the method size() is called on null'],
    ['task.queue.foo', '1:14 the property foo is asked of null'],
    ['task.attempt.constructor', '1:16 a number has no property constructor'],
    ["'a'.__proto__", '1:7 a string has no property __proto__'],
    ['[1].length', '1:7 a list has no property length'],
    ['[1].toGiga()', '1:7 a list has no method toGiga()'],
    ["'a'.substring(5)", '1:7 a place in the string must be a whole number from 0 to 1'],
    ['[].first()', '1:6 the list is empty'],
    ["'x' as int", "1:3 the string 'x' is no number"],
    [
      "'4 apples' as MemoryUnit",
      "1:3 a string cannot be converted: it is no amount of memory; write an amount with a unit such as '4 GB' or '500 MB' (B, KB, MB, GB, TB, PB; 1 KB is 1024 B)",
    ],
    ["Math.abs('1')", '1:3 Math takes numbers, not a string'],
    ['2 ** 5000', '1:5 the result is no number that can be kept'],
    ["'a' * 1000000", '1:7 a text would have more than 100000 characters'],
    ["'a' * -1", '1:7 nothing can be repeated a negative number of times'],
    ['0..20000', '1:4 a list would have more than 10000 elements'],
    ['[1] * 20000', '1:7 a list would have more than 10000 elements'],
    ['def a = [1] * 5000; [a, a, a]', '1:23 a list would have more than 10000 elements'],
    ["sleep(-1); 'retry'", '1:3 sleep takes a number of milliseconds from 0 to 86400000, a day in all'],
    [
      "sleep(24.h); sleep(1); 'retry'",
      '1:16 sleep takes a number of milliseconds from 0 to 86400000, a day in all',
    ],
    ["'a' =~ '(' + 'b'", '1:7 the pattern cannot be used: a group is not closed'],
  ];
  for (const [body, expected] of table) {
    it(`has no value for { ${body} }`, () =>
      expect(brief(refusal(() => runClosure(`{ ${body} }`)))).to.deep.equal([expected]));
  }

  it('finds nothing of the language it is written in', () => {
    expect(runClosure('{ [a: 1].__proto__ }').value).to.equal(null);
    expect(runClosure("{ [a: 1]['constructor'] }").value).to.equal(null);
    expect(runClosure("{ 'toString' in [a: 1] }").value).to.equal(false);
    expect(brief(refusal(() => closureOf('{ globalThis }')))).to.deep.equal([
      '1:3 globalThis is not known in a closure',
    ]);
  });

  it('stops what grows by doubling', () => {
    const doubling = Array.from({ length: 40 }, (_, index) => `def a${index + 1} = [a${index}, a${index}]`);
    expect(
      refusal(() => runClosure(`{ def a0 = [1]\n${doubling.join('\n')}\n a40 == a40 }`)).message,
    ).to.contain('more than 10000 elements');
  });
});
