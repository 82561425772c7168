import { TaskPlaces, type PlacesGround } from '../../../host/cache/task-places.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import type { MemoryStore } from './memory-store.js';

/** The places of a session's attempts; a new session's unless `changes` say otherwise. */
export function newPlaces(store: MemoryStore, changes: Partial<PlacesGround> = {}): TaskPlaces {
  return new TaskPlaces({
    sessionId: '00000000-0000-4000-8000-000000000000',
    workDir: 's3://my-bucket/work',
    store,
    resumes: false,
    adopts: () => false,
    logger: new RecordingLogger(),
    ...changes,
  });
}
