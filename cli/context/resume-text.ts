// Not by way of host/index.js: help would wait for the AWS SDK.
import { isSessionWord } from '../commands/resume-option.js';

/** What of a run may not be said again: a run's name is its own, the sweeping is done. */
const NOT_AGAIN = /^-(?:resume|name|sweep)(?:=|$)/;
/** Words as `commandText` writes them: plain, or quoted for a shell. */
const WORD = /(?:'[^']*'|\\'|[^\s'\\])+/g;
const HIDDEN = '***';

/**
 * The command that goes on with a session by the options of a run of it.
 * @param command as `commandText` wrote it.
 * @returns undefined where a part of it is hidden: what is copied would not work.
 */
export function resumeText(command: string, sessionId: string): string | undefined {
  if (command.includes(HIDDEN)) return undefined;
  const words = command.match(WORD) ?? [];
  const kept = words.filter((word, at) => !NOT_AGAIN.test(word) && !isValueOfThem(word, words[at - 1]));
  const end = kept.indexOf('--');
  const options = end < 0 ? kept : kept.slice(0, end);
  return [...options, '-resume', sessionId, ...kept.slice(options.length)].join(' ');
}

function isValueOfThem(word: string, before: string | undefined): boolean {
  if (before === '-resume') return isSessionWord(word);
  return before === '-name' && !word.startsWith('-');
}
