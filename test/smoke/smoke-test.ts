import { attempt, SmokeGround, type GroundOptions } from './smoke-ground.js';
import type { Question } from './question.js';
import { failed, learned, type Finding } from './report.js';

/** What one pass through the questions came to. */
export interface Passed {
  readonly findings: readonly Finding[];
  /** See {@link SmokeGround.sweep}. */
  readonly left: readonly string[];
}

/**
 * Asks one question after the other; one that fails does not keep the others. Whatever happens, in the end nothing of
 * it runs any more.
 * @param tell is given each finding as it comes.
 */
export async function smokeTest(
  questions: readonly Question[],
  options: GroundOptions,
  tell: (finding: Finding) => void,
): Promise<Passed> {
  const ground = new SmokeGround(options);
  const findings: Finding[] = [];
  for (const question of questions) {
    if (options.signal.aborted) break;
    const answer = await attempt(() => question.ask(ground));
    const finding = answer.ok ? learned(question, answer.value) : failed(question, answer.refusal);
    // No task outlives its question; one that cannot be stopped now is tried again at the end.
    await ground.stopAll();
    findings.push(finding);
    tell(finding);
  }
  return { findings, left: await ground.sweep() };
}
