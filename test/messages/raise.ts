import { isExecutorError } from '../../spi/index.js';
import type { MessageCase, RaisedMessage } from './message-case.js';
import { Place } from './place.js';

/**
 * Raises the error of a case.
 * @throws Error where the case raises none of ours, or one without its code.
 */
export async function raise({ code, title, raise: attempt }: MessageCase): Promise<RaisedMessage> {
  const place = await Place.open();
  try {
    const outcome: unknown = await attempt(place).then(
      () => new Error('nothing was thrown'),
      (error: unknown) => error,
    );
    if (!isExecutorError(outcome))
      throw new Error(`${code}, ${title}: raised no error of ours`, { cause: outcome });
    const codes = [outcome.code, ...outcome.problems.map((problem) => problem.code)];
    if (!codes.includes(code))
      throw new Error(`${code}, ${title}: raised ${codes.join(', ')}`, { cause: outcome });
    return { code, title, error: outcome };
  } finally {
    await place.close();
  }
}
