import { inject, injectable } from 'tsyringe';
import { SessionEnd } from '../di/session-end.js';
import { AwsClients } from './clients.js';

/** The line of one session to AWS, as whoever ends the session holds it. */
@injectable()
export class AwsLine {
  constructor(
    @inject(AwsClients) private readonly clients: AwsClients,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  /** Nobody waits any longer for AWS, nor for a turn to ask it. */
  hangUp(): void {
    this.end.abort();
  }

  /** Lets go of the connections too. */
  close(): void {
    this.hangUp();
    this.clients.close();
  }
}
