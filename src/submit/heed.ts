import { asksForLess } from '../aws/service-error.js';
import type { Pacer } from './pacer.js';

/** The answer of a call; one that says "too many" is heeded by all that come after it. */
export async function heed<T>(pacer: Pacer, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (asksForLess(error)) pacer.throttled();
    throw error;
  }
}
