import { containerExit, lastWord, type EndEvidence } from './evidence.js';

/**
 * The exit status of a command, told twice: by ECS for the container's first process, and by the wrapper's `.exitcode`
 * in the work dir. The wrapper writes 0 only for a command that ran to its end (docs/adr/0009-exit-zero-and-lost-machines.md).
 *
 * | ECS says | `.exitcode` says | the status is                                                              |
 * | -------- | ---------------- | -------------------------------------------------------------------------- |
 * | nothing  | nothing          | unknown                                                                    |
 * | nothing  | n                | n                                                                          |
 * | n        | nothing          | n                                                                          |
 * | n        | n                | n                                                                          |
 * | 0        | n, not 0         | n: a launcher that lost the command's status makes no success of a failure |
 * | n, not 0 | m                | n: the container was ended or failed after the command, so its results are not safe |
 *
 * A status of 128 + n means the signal n on both sides.
 */
export function exitStatus(end: EndEvidence): number | undefined {
  const container = containerExit(lastWord(end));
  return container === 0 ? (end.exitFile ?? container) : (container ?? end.exitFile);
}

/** Both statuses in words, where they are not the same; undefined where they agree or only one is known. */
export function disagreement(end: EndEvidence): string | undefined {
  const container = containerExit(lastWord(end));
  const { exitFile } = end;
  if (container === undefined || exitFile === undefined || container === exitFile) return undefined;
  return `the container ended with ${container} and .exitcode says ${exitFile}`;
}

/** What a status means by convention, and what to do about it. */
export interface StatusMeaning {
  /** Follows on `Status n: `. */
  readonly says: string;
  /** Where absent, the command's own output says more than we could. */
  readonly advice?: string;
}

const LOOK = "Look at the program's last words in the log, and run it with debugging output.";

/** By bash's manual (EXIT STATUS) and signal(7). Statuses that are the command's own to define are not here. */
const MEANINGS: ReadonlyMap<number, StatusMeaning> = new Map([
  [
    126,
    {
      says: 'what should run was found and may not be run',
      advice:
        "Make the program executable (chmod +x), and check that it was built for the machine's architecture.",
    },
  ],
  [
    127,
    {
      says: 'a command was not found',
      advice: 'Check that the image holds every program the script calls, by the name it is called.',
    },
  ],
  [130, { says: 'the command was interrupted (SIGINT)' }],
  [132, { says: 'the program tried an instruction the processor lacks (SIGILL)', advice: cpuAdvice() }],
  [134, { says: 'the program aborted itself (SIGABRT)', advice: LOOK }],
  [135, { says: 'the program met a bus error (SIGBUS)', advice: LOOK }],
  [136, { says: 'the program met an arithmetic error (SIGFPE)', advice: LOOK }],
  [
    137,
    {
      says: 'the command was killed (SIGKILL), most often for want of memory, though ECS does not say so',
      advice: 'Give the process more memory: status 137 is SIGKILL, most often for want of it.',
    },
  ],
  [139, { says: 'the program crashed (SIGSEGV)', advice: LOOK }],
  [
    141,
    {
      says: 'a program wrote to a pipe that nobody read any more (SIGPIPE)',
      advice: "Let every program of the pipe read to the end, or add '|| true' behind what may be cut short.",
    },
  ],
  [143, { says: 'the command was told to end (SIGTERM)' }],
  [255, { says: 'a status outside 0 to 254, often that of a program that could not begin or of ssh' }],
]);

/** What `status` means by itself; undefined for one that only the command can explain. */
export function statusMeaning(status: number): StatusMeaning | undefined {
  return MEANINGS.get(status);
}

/** All of them, in order, for the page that lists them. */
export function knownStatuses(): readonly (readonly [status: number, meaning: StatusMeaning])[] {
  return [...MEANINGS];
}

function cpuAdvice(): string {
  return 'Use an image built for older processors, or choose newer instances by machineType.';
}
