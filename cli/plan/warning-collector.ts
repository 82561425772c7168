import type { LogFields, Logger } from '../../spi/index.js';

/** Keeps what a run would tell its user before the first task, for the plan to show; debug lines and errors go on to another log. */
export class WarningCollector implements Logger {
  readonly warnings: string[] = [];

  constructor(private readonly others: Pick<Logger, 'debug' | 'error'>) {}

  debug(message: string, fields?: LogFields): void {
    this.others.debug(message, fields);
  }

  /** E.g. that a process was cut to its resourceLimits. */
  info(message: string): void {
    this.warnings.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string, fields?: LogFields): void {
    this.others.error(message, fields);
  }
}
