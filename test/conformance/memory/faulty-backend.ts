import type { Faults } from '../../../conformance/index.js';
import {
  BackendError,
  MemoryBackend,
  type MemoryTask,
  type Submit,
} from '../../../examples/in-memory-executor/index.js';

type Trouble = 'busy' | 'unanswered' | 'refused';

/** The example's backend, with everything that can go wrong on it. */
export class FaultyBackend extends MemoryBackend {
  statusCalls = 0;
  /** What the next submits meet. */
  readonly submitTroubles: Trouble[] = [];
  failingPolls = 0;
  omittingPolls = 0;
  refusedStops = 0;
  answerAfter = 0;
  hiddenFor = 0;
  forgetful = false;
  /** Why tasks do not start. */
  startFailure: string | undefined;
  private readonly born = new Map<string, number>();

  get alive(): number {
    return [...this.tasks.values()].filter(({ state }) => state === 'RUNNING').length;
  }

  override async submit(request: Submit): Promise<string> {
    const trouble = this.submitTroubles.shift();
    if (trouble === 'busy') throw new BackendError('busy', 'Too many requests');
    if (trouble === 'refused') throw new BackendError('refused', 'No such queue');
    const id = await super.submit(request);
    if (this.answerAfter > 0)
      await new Promise<void>((resolve) => this.clock.after(this.answerAfter, resolve));
    if (trouble === 'unanswered') throw new BackendError('unanswered', 'The connection was reset');
    return id;
  }

  override async describe(ids: readonly string[]): Promise<ReadonlyMap<string, MemoryTask | 'gone'>> {
    this.statusCalls += 1;
    if (ids.length > 100) throw new BackendError('refused', `${ids.length} ids are too many`);
    if (this.failingPolls-- > 0) throw new BackendError('busy', 'Too many requests');
    if (this.omittingPolls-- > 0) return new Map();
    const told = [...(await super.describe(ids))];
    return new Map(told.map(([id, task]) => [id, this.isHidden(id) ? 'gone' : task] as const));
  }

  override async stop(id: string): Promise<void> {
    if (this.refusedStops-- > 0) throw new BackendError('refused', 'Not allowed');
    return super.stop(id);
  }

  protected override begin(id: string, command: readonly string[]): void {
    this.born.set(id, this.clock.now());
    if (this.startFailure === undefined) super.begin(id, command);
    else this.tasks.set(id, { state: 'STOPPED', stoppedAt: this.clock.now(), reason: this.startFailure });
  }

  private isHidden(id: string): boolean {
    return this.forgetful || this.clock.now() - (this.born.get(id) ?? 0) < this.hiddenFor;
  }
}

/** Everything the backend can be made to do. */
export const memoryFaults: Required<Faults<FaultyBackend>> = {
  throttleSubmits: (backend, times) =>
    void backend.submitTroubles.push(...Array<Trouble>(times).fill('busy')),
  loseSubmitAnswers: (backend, times) =>
    void backend.submitTroubles.push(...Array<Trouble>(times).fill('unanswered')),
  refuseSubmits: (backend, times) =>
    void backend.submitTroubles.push(...Array<Trouble>(times).fill('refused')),
  delaySubmits: (backend, ms) => void (backend.answerAfter = ms),
  failPolls: (backend, times) => void (backend.failingPolls = times),
  omitFromPolls: (backend, times) => void (backend.omittingPolls = times),
  hideNewTasks: (backend, ms) => void (backend.hiddenFor = ms),
  forgetTasks: (backend) => void (backend.forgetful = true),
  refuseKills: (backend, times) => void (backend.refusedStops = times),
  failStarts: (backend) => void (backend.startFailure = 'The container could not be created'),
  failImagePulls: (backend) => void (backend.startFailure = 'Image not found: kit'),
  failForCapacity: (backend) => void (backend.startFailure = 'Capacity is unavailable at this time'),
  takeMachines: (backend) => {
    for (const id of backend.tasks.keys()) backend.end(id, { reason: 'Machine taken away' });
  },
};
