import { durationMethods, memoryMethods, numberMethods } from './amount-methods.js';
import { listMethods, mapMethods } from './collection-methods.js';
import { typeNames } from './conversion.js';
import { functionNames } from './function-table.js';
import { textMethods } from './text-methods.js';

/** The table of methods and functions of closures in docs/directives.md. */
export function closuresTable(): string {
  const rows: readonly (readonly [string, Iterable<string>])[] = [
    ['a string', textMethods.keys()],
    ['a number', numberMethods.keys()],
    ['memory', memoryMethods.keys()],
    ['a duration', durationMethods.keys()],
    ['a list', listMethods.keys()],
    ['a map', mapMethods.keys()],
    ['functions and constants', functionNames],
    ['types after `as`', typeNames],
  ];
  const lines = rows.map(
    ([of, names]) => `| ${of} | ${[...names].map((name) => `\`${name}\``).join(', ')} |`,
  );
  return ['| Of | There are |', '|---|---|', ...lines].join('\n');
}
