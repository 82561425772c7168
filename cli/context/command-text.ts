import { redact } from '../../spi/index.js';
import { shellQuote } from '../../host/task/shell-quote.js';

/** A setting of the command line: `-process.memory`, and `=8.GB` where its value is joined to it. */
const SETTING = /^(--?[\w-]+\.[\w.$-]+)(?:=([\s\S]*))?$/;
/** Switches, counts and amounts such as `8 GB`: nothing else of a setting's value is known to be no secret. */
const PLAIN_VALUE = /^(?:true|false|\d+(?:\.\d+)?(?:\.?\s?(?:[KMGT]?B|ms|s|m|min|h|d))?)$/i;
const PLAIN_WORD = /^[\w@%+=:,./*-]+$/;
const HIDDEN = '***';

/**
 * A command line as it may be kept and typed again. Values of settings stand as `***` where they may be secret, and so
 * does whatever looks like a credential.
 * @param argv behind the program's name.
 */
export function commandText(argv: readonly string[]): string {
  const words = argv.map((word, at) => {
    const [, name, value] = SETTING.exec(word) ?? [];
    if (name !== undefined) return value === undefined ? name : `${name}=${shown(value)}`;
    const before = argv[at - 1];
    const isValue = before !== undefined && SETTING.exec(before)?.[2] === undefined && SETTING.test(before);
    // No option has a space in it.
    return isValue && (!word.startsWith('-') || /\s/.test(word)) ? shown(word) : word;
  });
  return ['nf-awsecs', ...words.map((word) => quoted(redact(word)))].join(' ');
}

function shown(value: string): string {
  return PLAIN_VALUE.test(value) ? value : HIDDEN;
}

function quoted(word: string): string {
  return PLAIN_WORD.test(word) ? word : shellQuote(word);
}
