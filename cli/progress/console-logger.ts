import type { LogFields, Logger } from '../../spi/index.js';
import type { Screen } from './screen.js';
import type { Style } from './style.js';

/**
 * The host's log on the screen: notices as they are, warnings and errors marked and on standard error. Debug
 * lines, and the ids that belong to a message, are shown only while debugging.
 */
export class ConsoleLogger implements Logger {
  constructor(
    private readonly screen: Screen,
    private readonly style: Style,
    private readonly debugging: boolean,
  ) {}

  debug(message: string, fields?: LogFields): void {
    if (this.debugging) this.screen.printError(this.style.dim(`DEBUG: ${this.withFields(message, fields)}`));
  }

  info(message: string, fields?: LogFields): void {
    this.screen.print(this.withFields(message, fields));
  }

  warn(message: string, fields?: LogFields): void {
    this.screen.printError(this.style.yellow(`WARN: ${this.withFields(message, fields)}`));
  }

  error(message: string, fields?: LogFields): void {
    this.screen.printError(this.style.red(`ERROR: ${this.withFields(message, fields)}`));
  }

  private withFields(message: string, fields: LogFields = {}): string {
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    if (!this.debugging || known.length === 0) return message;
    return `${message} [${known.map(([name, value]) => `${name}=${String(value)}`).join(' ')}]`;
  }
}
