import { parseArgs } from 'node:util';
import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { isList, isMap } from './directive-values.js';
import { dockerName, SHORT_NAMES, SWITCHES, VALUED } from './docker-names.js';
import { invalid, judged, refused, taken, type Fault, type Reading } from './reading.js';
import { shellWords } from './shell-words.js';

/** One option of `docker run` as the user gave it. */
export interface GivenOption {
  /** Its long name without dashes, e.g. `cap-add`. */
  readonly name: string;
  /** Absent where it stands alone. */
  readonly value?: string;
}

type TokenBefore = { readonly kind: string; readonly name?: string } | undefined;

export const EXAMPLE = "Write it like: containerOptions '--ulimit nofile=65536 --cap-add SYS_PTRACE'";

/** The options of a text in Docker's syntax, or of a map of their names. */
export function readGivenOptions(value: DirectiveValue): Reading<readonly GivenOption[]> {
  if (typeof value === 'string') return optionsOfText(value);
  if (isMap(value)) return optionsOfMap(Object.entries(value));
  return refused(invalid('must be options of docker run, as a text or a map', describeValue(value), EXAMPLE));
}

const OPTIONS = Object.fromEntries(
  [...SWITCHES, ...VALUED].map((name) => {
    const short = SHORT_NAMES.get(name);
    const type = SWITCHES.has(name) ? 'boolean' : 'string';
    return [name, { type, multiple: true, ...(short !== undefined && { short }) }] as const;
  }),
);

/** GNU syntax, as Docker reads it: `--a b`, `--a=b`, `-ab`, `-it`. */
function optionsOfText(text: string): Reading<readonly GivenOption[]> {
  const split = shellWords(text);
  // The text itself is not shown: it may hold the value of a variable.
  if (!split.ok) return refused(invalid(`has a ${split.open} that is not closed`, undefined, EXAMPLE));
  // Unknown names are told by name later, so they are no errors here.
  const { tokens } = parseArgs({ args: [...split.words], options: OPTIONS, strict: false, tokens: true });
  const given: GivenOption[] = [];
  const faults: Fault[] = [];
  tokens.forEach((token, at) => {
    if (token.kind === 'option') given.push(optionOf(token.name, token.value));
    else if (token.kind === 'option-terminator' || !belongsToUnknown(tokens[at - 1]))
      faults.push(strayWord(token.kind === 'positional' ? token.value : '--', tokens[at - 1]));
  });
  return judged(given, faults);
}

function strayWord(word: string, before: TokenBefore): Fault {
  // A value whose `=` was forgotten.
  if (before?.kind === 'option' && dockerName(before.name ?? '') === 'env' && !word.includes('='))
    return invalid(
      'has a word after a variable of --env',
      undefined,
      "Write it like: containerOptions '-e NAME=value'",
    );
  // Behind a `=` may stand a password, as in a list of variables of which the first has its --env alone.
  const shown = describeValue(word.replace(/=[\s\S]*/, '=…'));
  return invalid('has a word that is no option and no value of one', shown, EXAMPLE);
}

/** What follows an unknown option is most likely its value. */
function belongsToUnknown(before: TokenBefore): boolean {
  const name = before?.kind === 'option' ? dockerName(before.name ?? '') : undefined;
  return name !== undefined && !SWITCHES.has(name) && !VALUED.has(name);
}

function optionOf(name: string, value: string | undefined): GivenOption {
  return { name: dockerName(name), ...(value !== undefined && { value }) };
}

/** A list is the option several times; `true`, `null` and a text that is empty are the option alone. */
function optionsOfMap(
  entries: readonly (readonly [name: string, value: DirectiveValue])[],
): Reading<readonly GivenOption[]> {
  const given: GivenOption[] = [];
  const faults: Fault[] = [];
  for (const [name, value] of entries) {
    for (const one of isList(value) ? value : [value]) {
      if (isMap(one) || isList(one))
        faults.push(
          invalid(
            `has an option ${describeValue(name)} that is no text or list of texts`,
            undefined,
            EXAMPLE,
          ),
        );
      else if (one === true || one === null || one === '') given.push(optionOf(name, undefined));
      else given.push(optionOf(name, String(one)));
    }
  }
  return faults.length > 0 ? refused(...faults) : taken(given);
}
