import type { LogFields, Logger } from '../../spi/index.js';

/** Keeps warnings for the plan to show; debug lines and errors go on to another log. What a run tells by the way is left out. */
export class WarningCollector implements Logger {
  readonly warnings: string[] = [];

  constructor(private readonly others: Pick<Logger, 'debug' | 'error'>) {}

  debug(message: string, fields?: LogFields): void {
    this.others.debug(message, fields);
  }

  info(): void {
    // How things are placed stands in the plan itself.
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string, fields?: LogFields): void {
    this.others.error(message, fields);
  }
}
