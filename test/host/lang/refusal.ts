import { ScriptError } from '../../../host/lang/script-error.js';

/** The ScriptError that `action` throws; fails where it throws none. */
export function refusal(action: () => unknown): ScriptError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScriptError) return error;
    throw error;
  }
  throw new Error('expected a ScriptError, nothing was thrown');
}

/** Where and why, in one line: `3:5 message`. */
export function brief(error: ScriptError): string[] {
  return error.faults.map(({ location, message }) => `${location.line}:${location.column} ${message}`);
}
