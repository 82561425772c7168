import type { TaskLine } from '../../host/logs/log-cursor.js';
import type { OpenedLogs } from '../../host/logs/logs-api.js';
import { printable } from '../../spi/index.js';
import type { OutputStream } from '../context/cli-context.js';
import type { Style } from '../progress/style.js';

/** Writes lines of logs as they stand, behind the name of their task where there are several. */
export class LogPrinter {
  private readonly prefixes = new Map<string, string>();
  private readonly paints: readonly ((text: string) => string)[];

  constructor(
    private readonly stdout: OutputStream,
    style: Style,
    private readonly several: OpenedLogs['several'],
    /** Attempts at one task stand beside each other: their hashes tell them apart. */
    private readonly hashes: boolean,
  ) {
    const { cyan, yellow, green, magenta, blue, red } = style;
    this.paints = [cyan, yellow, green, magenta, blue, red];
  }

  /** Writes a line, and waits until the reader takes it. */
  async print({ attempt, text }: TaskLine): Promise<void> {
    this.stdout.write(`${this.several ? this.prefixOf(attempt) : ''}${text}\n`);
    await this.stdout.taken();
  }

  private prefixOf({ name, hash }: TaskLine['attempt']): string {
    const who = this.hashes ? `${name} ${hash.slice(0, 2)}/${hash.slice(2, 8)}` : name;
    const known = this.prefixes.get(who);
    if (known !== undefined) return known;
    const paint = this.paints[this.prefixes.size % this.paints.length] ?? String;
    const prefix = `${paint(`[${printable(who)}]`)} `;
    this.prefixes.set(who, prefix);
    return prefix;
  }
}
