import { errorText } from '../../error-text.js';
import { errorCode } from '../../system-error.js';

/** A container engine has refused a call, or could not be reached. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    /** In the engine's own words. */
    message: string,
    /** Its HTTP status; absent where it gave no answer. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  static of(error: unknown): EngineError {
    return error instanceof EngineError
      ? error
      : new EngineError(errorText(error), undefined, { cause: error });
  }

  /** Nothing listens at its address, because there is no such socket. */
  get absent(): boolean {
    return errorCode(this.cause) === 'ENOENT';
  }

  /** As the Docker client, and with it ECS's agent, puts it. */
  get text(): string {
    return this.status === undefined ? this.message : `Error response from daemon: ${this.message}`;
  }
}
