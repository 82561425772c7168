import type { EngineSight, SurveyedTask } from '../../../host/survey/survey-api.js';
import type { BackendTask, Housekeeping } from '../../../spi/index.js';

export const SESSION = '0a1b2c3d-0000-4000-8000-000000000001';
export const arnOf = (id: number): string =>
  `arn:aws:ecs:us-east-1:123456789012:task/cluster/${String(id).padStart(4, '0')}`;

/** A running task of `happy_curie`; stops go to `stop`. */
export function surveyed(
  id: number,
  changes: Partial<BackendTask> = {},
  engine: EngineSight = { state: 'dead' },
  stop: Housekeeping['stop'] = () => Promise.resolve(),
): SurveyedTask {
  const hash = `ab${String(id).padStart(30, '0')}`;
  return {
    task: {
      nativeId: arnOf(id),
      sessionId: SESSION,
      runName: 'happy_curie',
      process: 'HELLO',
      name: `HELLO (${id})`,
      hash,
      state: 'RUNNING',
      submittedAt: 0,
      startedAt: 1000,
      cost: 0.5,
      ...changes,
    },
    engine,
    housekeeping: { stop } as Housekeeping,
  };
}
