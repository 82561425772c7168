import { expect } from 'chai';
import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { ScriptError } from '../../../host/lang/script-error.js';
import { runClosure } from './closure-of.js';

/** Arithmetic that means the same in JavaScript, as it is written in both. */
const arithmetic = fc.letrec<{ whole: string; leaf: string }>((tie) => ({
  leaf: fc.integer({ min: 0, max: 20 }).map(String),
  whole: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('whole'), fc.constantFrom('+', '-', '*', '<', '<=', '>', '>='), tie('whole'))
      .map(([left, operator, right]) =>
        operator.length > 1 || '<>'.includes(operator)
          ? `((${left}) ${operator} (${right}) ? 1 : 0)`
          : `${left} ${operator} ${right}`,
      ),
    tie('whole').map((inner) => `(${inner})`),
    tie('leaf').map((inner) => `-${inner}`),
    fc.tuple(tie('whole'), tie('whole'), tie('whole')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('whole'), tie('whole')).map(([a, b]) => `((${a}) % 7 + (${b}) / 4)`),
    fc
      .tuple(
        tie('whole'),
        fc.constantFrom('&&', '||'),
        tie('whole'),
        fc.constantFrom('&&', '||'),
        tie('whole'),
      )
      .map(([a, first, b, second, c]) => `((${a}) > 0 ${first} (${b}) > 0 ${second} (${c}) > 0 ? 1 : 0)`),
  ),
})).whole;

/** Pieces that closures are made of, in any order. */
const pieces = fc.constantFrom(
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '1',
    '2.GB',
    "'a'",
    '"${',
    '"$task.attempt"',
    '"',
    '/a/',
    'task',
    '.',
    '?.',
    'attempt',
  ],
  ...[
    '+',
    '-',
    '*',
    '/',
    '**',
    '%',
    '..',
    '..<',
    '?',
    ':',
    '?:',
    '&&',
    '||',
    '==',
    '=~',
    '!',
    'in',
    'as',
    'int',
    'if',
  ],
  ...[
    'else',
    'def',
    'x',
    '=',
    ';',
    '\n',
    'return',
    ',',
    'Math.pow',
    'size()',
    '.max()',
    'sleep',
    '->',
    '$',
    '\\',
    '[:]',
  ],
);

function onlyScriptErrors(text: string): void {
  try {
    runClosure(text);
  } catch (error) {
    if (error instanceof Error && error.message === 'expected a closure') return;
    if (!(error instanceof ScriptError)) throw error;
  }
}

describe('closures', () => {
  it("come to what JavaScript's arithmetic comes to, operators bound alike", () => {
    fc.assert(
      fc.property(arithmetic, (text) => {
        const expected = Number(runInNewContext(text));
        expect(runClosure(`{ ${text} }`).value).to.be.closeTo(expected, Math.abs(expected) * 1e-12);
      }),
      { numRuns: 400 },
    );
  });

  it('scale and add amounts as numbers', () => {
    fc.assert(
      fc.property(fc.nat(4000), fc.nat(50), fc.nat(4000), (first, factor, second) => {
        const { value } = runClosure(`{ (${first}.MB * ${factor} + ${second}.MB).toMega() }`);
        expect(value).to.equal(first * factor + second);
      }),
    );
  });

  it('are run or refused with a ScriptError, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => onlyScriptErrors(`{ ${parts.join(' ')} }`)),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => onlyScriptErrors(`{${parts.join('')}}`)),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => onlyScriptErrors(`{ ${text} }`)),
      { numRuns: 500 },
    );
  });

  it('are read and run in no time, however large they are', function () {
    this.timeout(4000);
    for (const unit of [
      '1 + ',
      '- ',
      '! ',
      '( ',
      '[ ',
      '"${ ',
      'if (1) ',
      '1 ? ',
      'x.y',
      '"a" * ',
      "'a' + 'b' + ",
    ])
      onlyScriptErrors(`{ ${unit.repeat(20_000)}1 }`);
  });
});
