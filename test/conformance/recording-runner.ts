import type { Test } from '../../conformance/index.js';

/** A test as a kit defined it. */
export interface RecordedTest {
  /** The titles of its groups and its own, e.g. `L2 kill › killing twice is killing once`. */
  readonly title: string;
  /** Absent where it is skipped. */
  readonly run: (() => Promise<void>) | undefined;
}

/** What became of the tests. */
export interface RunReport {
  readonly passed: readonly string[];
  readonly skipped: readonly string[];
  readonly failed: readonly { readonly title: string; readonly error: unknown }[];
}

/** A runner that keeps what is defined and runs it when it is asked to. */
export class RecordingRunner {
  readonly tests: RecordedTest[] = [];
  private readonly groups: string[] = [];

  readonly describe = (title: string, define: () => void): void => {
    this.groups.push(title);
    define();
    this.groups.pop();
  };

  readonly it: Test = Object.assign((title: string, run: () => Promise<void>) => this.add(title, run), {
    skip: (title: string) => this.add(title, undefined),
  });

  /** Those that are wanted, one after the other; none keeps the next from running. */
  async run(wanted: (title: string) => boolean = () => true): Promise<RunReport> {
    const passed: string[] = [];
    const failed: { title: string; error: unknown }[] = [];
    for (const { title, run } of this.tests) {
      if (run === undefined || !wanted(title)) continue;
      try {
        await run();
        passed.push(title);
      } catch (error) {
        failed.push({ title, error });
      }
    }
    return {
      passed,
      failed,
      skipped: this.tests.filter(({ run }) => run === undefined).map(({ title }) => title),
    };
  }

  private add(title: string, run: (() => Promise<void>) | undefined): void {
    this.tests.push({ title: [...this.groups, title].join(' › '), run });
  }
}

/** The titles of what failed, for a message that also tells why. */
export function failures({ failed }: RunReport): string[] {
  return failed.map(({ title }) => title);
}
