import { setTimeout as pause } from 'node:timers/promises';

/** Awaits `work` for `ms` milliseconds at most. Rejects with `complaint` after that. */
export async function within<T>(ms: number, work: Promise<T>, complaint: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint())), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks until the answer is not undefined: files and processes of others tell nobody when they change. */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  complaint: () => string,
  ms = 10_000,
): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(complaint());
    await pause(25);
  }
}
