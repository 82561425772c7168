import type { Clock as SpiClock, Logger as SpiLogger, Session as SpiSession } from '../../spi/index.js';
import { token } from './token.js';

/** What the engine hands in, as DI tokens of the same names. */
export type Clock = SpiClock;
export const Clock = token<SpiClock>('Clock');

export type Logger = SpiLogger;
export const Logger = token<SpiLogger>('Logger');

export type Session = SpiSession;
export const Session = token<SpiSession>('Session');
