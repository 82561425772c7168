/** Ids and values that belong to a message. Never put a credential here. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where an executor says what a user should know. Say a thing once per change, not once per tick. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
