import { type Clock, type Timer } from '../../clock.js';
import { type RunningContainer } from '../../runtime/task-runtime.js';
import { type HealthCheck as HealthCheckDefinition } from '../definition/container-shape.js';

/** Probe times in milliseconds: a container's own seconds, which no speed of the cloud changes. */
export interface Probe {
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  /** Failures in a row that make it UNHEALTHY. */
  readonly retries: number;
}

/** A definition's health check with ECS's defaults; `undefined` where it has none, or `NONE`. */
export function probeOf(check: HealthCheckDefinition | undefined): Probe | undefined {
  const [kind, ...rest] = check?.command ?? [];
  if (check === undefined || kind === undefined || kind === 'NONE') return undefined;
  const { interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = check;
  return {
    command:
      kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : kind === 'CMD' ? rest : [kind, ...rest],
    interval: interval * 1000,
    timeout: timeout * 1000,
    startPeriod: startPeriod * 1000,
    retries,
  };
}

/** Probes one running container at its interval, as Docker does: the first time after one interval. */
export class HealthCheck {
  private timer: Timer | undefined;
  private failures = 0;
  private ended = false;
  private readonly begun: number;

  constructor(
    private readonly probe: Probe,
    private readonly running: RunningContainer,
    private readonly clock: Clock,
    /** Called with every verdict, also where it is the same as before. */
    private readonly verdict: (status: 'HEALTHY' | 'UNHEALTHY') => void,
  ) {
    this.begun = clock.now();
  }

  begin(): void {
    this.timer = this.clock.after(this.probe.interval, () => void this.look());
  }

  end(): void {
    this.ended = true;
    this.timer?.cancel();
  }

  private async look(): Promise<void> {
    const code = await this.running.probe(this.probe.command, this.probe.timeout);
    if (this.ended) return;
    this.judge(code === 0);
    this.begin();
  }

  private judge(passed: boolean): void {
    if (passed) {
      this.failures = 0;
      this.verdict('HEALTHY');
      return;
    }
    // A failure while it starts up does not count; a success ends the waiting at once.
    if (this.clock.now() < this.begun + this.probe.startPeriod) return;
    this.failures++;
    if (this.failures >= this.probe.retries) this.verdict('UNHEALTHY');
  }
}
