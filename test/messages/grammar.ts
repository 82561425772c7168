import type { ScriptFault } from '../../host/lang/script-error.js';
import type { Problem, TaskOutcome } from '../../spi/index.js';

/** More words than this in one sentence are read twice. */
const MOST_WORDS = 48;

/** Words that begin an instruction. */
const VERBS = new Set(
  (
    'add allow ask build change check choose close correct create declare enable end export flatten free give install keep leave ' +
    'let list load log look make mend move name open put raise read rebuild reinstall remove rename renew report restart run ' +
    'send separate set shorten start stop take try use wait write'
  ).split(' '),
);

/** Never to be read by a user. */
const DEBRIS: readonly (readonly [RegExp, string])[] = [
  [/\bundefined\b/, 'says undefined'],
  [/\[object \w+\]/, 'shows an object as [object ...]'],
  [/\bNaN\b/, 'says NaN'],
  [/\n\s+at \S+ ?\(|\bnode:internal\b/, 'shows a stack'],
  [/(?<!\.)\.\.(?![./])/, 'has two full stops'],
  [/\.:|\.,|;\.|: \.|\?\./, 'joins two marks'],
  [/ {2,}(?=\S)|\s[.,;]( |$)/, 'has a stray space'],
  [/(?<!\w)\(\)|\( | \)/, 'has empty or ragged parentheses'],
  [/AKIA[0-9A-Z]{16}/, 'shows an access key'],
  [/(?![\n\t])\p{Cc}/u, 'holds a control character'],
];

/** What is wrong with a text of any kind; `secrets` may stand nowhere in it. */
export function textFaults(text: string, secrets: readonly string[] = []): string[] {
  const prose = withoutQuotes(text);
  const doubled = /\b([a-z]+) \1\b/i.exec(prose)?.[1];
  return [
    ...(/\{"(?:[^{}]*\{|[^{}]{120})/.test(text) ? ['shows a blob of JSON'] : []),
    ...DEBRIS.filter(([pattern]) => pattern.test(prose)).map(([, fault]) => fault),
    ...(doubled === undefined ? [] : [`says "${doubled}" twice`]),
    ...secrets.filter((secret) => text.includes(secret)).map(() => 'shows a secret'),
    ...sentences(text).flatMap((sentence) => {
      const count = sentence.split(/\s+/).length;
      return count > MOST_WORDS ? [`has a sentence of ${count} words`] : [];
    }),
  ];
}

/**
 * What is wrong with an error's own lines: what failed, why, what to do. With problems below it, they say why and what
 * to do.
 */
export function headlineFaults(headline: string, problems: readonly Problem[]): string[] {
  const last = sentences(headline).at(-1) ?? '';
  return [
    ...textFaults(headline),
    ...(/^(?:[A-Z\d]|[a-z\d]+:[A-Z]|nf-awsecs )/.test(headline) ? [] : ['does not begin with a capital']),
    ...(headline.split(/[:.] /)[0]?.includes(' ') === true ? [] : ['does not name what failed']),
    ...(/: \S/.test(headline) || problems.length > 0 ? [] : ['does not say why']),
    ...(isInstruction(last) || hasMends(problems) ? [] : ['does not say what to do']),
    ...(endsWell(headline) ? [] : ['does not end with a full stop or a command']),
  ];
}

/** What is wrong with what is said of one place of a script. */
export function scriptFaults({ message, advice, excerpt }: ScriptFault): string[] {
  return [
    ...textFaults(message),
    ...textFaults(advice),
    ...(/^[a-z}']/.test(message) ? [] : ['begins with a capital behind its place']),
    ...(isInstruction(advice) || TELLS_ALLOWED.test(advice) ? [] : ['does not say what to do']),
    ...(excerpt.includes('^') ? [] : ['does not show the place']),
  ];
}

/** What a file, a value or a directive may be says what to write as well. */
const TELLS_ALLOWED = /^(?:A [a-z ]+ holds|Supported (?:values|directives) are|The script declares) /;

/** What is wrong with one line of a list. */
export function problemFaults(problem: Problem): string[] {
  const { path, message, fix = '' } = problem;
  return [
    ...textFaults(message),
    ...textFaults(fix),
    ...(path.trim() === '' ? ['names no path'] : []),
    ...(/^[A-Z]\w* [a-z]/.test(message) && !THE_WHOLE.test(path)
      ? ['begins with a capital behind its path']
      : []),
    ...(message.trim() === '' ? ['does not say what is wrong'] : []),
    ...(isMended(problem) ? [] : ['does not say what to do']),
    ...(fix === '' || /^[A-Z]/.test(fix) ? [] : ['begins its mend without a capital']),
    ...(fix === '' || endsWell(fix) ? [] : ['does not end its mend with a full stop or a command']),
  ];
}

/** What is wrong with how a task is said to have ended. */
export function outcomeFaults({ kind, reason, advice, exitStatus }: TaskOutcome): string[] {
  const well = kind === 'completed' || kind === 'killed';
  // Where the command itself failed, its own output says more than we could.
  const own = kind === 'failed' && exitStatus !== undefined;
  return [
    ...textFaults(reason),
    ...(/^[A-Z]/.test(reason) ? [] : ['does not begin with a capital']),
    ...(advice === undefined
      ? well || own
        ? []
        : ['does not say what to do']
      : [
          ...textFaults(advice),
          ...(isInstruction(advice) ? [] : ['gives an advice that does not begin with what to do']),
          ...(endsWell(advice) ? [] : ['does not end with a full stop or a command']),
        ]),
  ];
}

/** What is wrong with a line of the log. A notice need not ask for anything, a warning says what goes on or what to do. */
export function logFaults(message: string): string[] {
  return [
    ...textFaults(message),
    ...(/^[A-Z]|^aws\./.test(message) ? [] : ['does not begin with a capital']),
    ...(endsWell(message) ? [] : ['does not end with a full stop or a command']),
  ];
}

/** Where a problem stands that is about no setting or directive. */
const THE_WHOLE = /^the (?:run|session)$/;

function hasMends(problems: readonly Problem[]): boolean {
  return problems.length > 0 && problems.every(isMended);
}

/** A problem's mend is its fix, or its own "must be ..." (one of several is its own error, with all of them). */
function isMended({ path, message, fix }: Problem): boolean {
  if (fix !== undefined) return fix.trim() !== '';
  if (THE_WHOLE.test(path)) return isInstruction(sentences(message).at(-1) ?? '');
  return /\b(?:must|known are|allowed|members are|take a scope)\b/.test(message);
}

function isInstruction(sentence: string): boolean {
  const first = /^[A-Za-z]+/.exec(sentence)?.[0].toLowerCase() ?? '';
  return VERBS.has(first) || /^Did you mean \S/.test(sentence);
}

/** With a full stop or a question mark, or with a command to copy behind a colon. */
function endsWell(text: string): boolean {
  return /[.?]$/.test(text) || /: \S/.test(sentences(text).at(-1) ?? '');
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.?])\s+(?=[A-Z'"<])/);
}

/** Names and values are as the user or AWS wrote them. */
function withoutQuotes(text: string): string {
  return text.replaceAll(/'[^'\n]*'|`[^`\n]*`|"[^"\n]*"/g, "''");
}
