import type { Clock, Timer } from '../../clock.js';
import type { CloudActs, Drought } from '../cloud-acts.js';
import { type Act } from './scenario.js';

export interface ActsDeps {
  readonly clock: Clock;
  readonly cloud: CloudActs;
  /** Where acts that name no region happen. */
  readonly region: string;
  /** Sets the wall clock; absent where it cannot be set. */
  readonly jump?: (ms: number) => void;
}

/** What an act came to. */
export interface ActOutcome {
  /** Instances it struck. */
  readonly struck?: number;
  /** The drought it began, to end it by. */
  readonly drought?: string;
}

/** A drought that lasts. */
export interface DroughtState {
  readonly id: string;
  readonly region: string;
  readonly of: Drought;
}

interface RunningDrought extends DroughtState {
  readonly end: () => void;
  readonly timer: Timer | undefined;
}

/** Droughts at once; every launch is held against all of them. */
const mostDroughts = 1000;

/** Does acts to a cloud and takes back those that last. */
export class Acts {
  private readonly running = new Map<string, RunningDrought>();
  private readonly quotas = new Map<string, () => void>();
  private count = 0;

  constructor(private readonly deps: ActsDeps) {}

  /**
   * @throws RangeError past a thousand droughts, or where the clock cannot be set
   */
  perform(act: Act): ActOutcome {
    const { cloud, jump } = this.deps;
    switch (act.do) {
      case 'reclaim-spot':
        return { struck: cloud.reclaimSpot(this.region(act), act.instances ?? {}, act.count) };
      case 'lose-hosts':
        return { struck: cloud.loseHosts(this.region(act), act.instances ?? {}, act.count) };
      case 'impair':
        return { struck: this.impair(act) };
      case 'drain':
        return { struck: this.drain(act) };
      case 'drought':
        return { drought: this.drought(this.region(act), act.of ?? {}, act.for) };
      case 'vcpu-quota':
        this.quota(this.region(act), act.of, act.vCpus ?? undefined);
        return {};
      case 'jump-clock':
        if (jump === undefined) throw new RangeError('the clock is the machine’s own and cannot be set');
        jump(act.by);
        return {};
    }
  }

  droughts(): readonly DroughtState[] {
    return [...this.running.values()].map(({ id, region, of }) => ({ id, region, of }));
  }

  /** Ends a drought; false where there is none of this id. */
  endDrought(id: string): boolean {
    const drought = this.running.get(id);
    if (drought === undefined) return false;
    this.running.delete(id);
    drought.timer?.cancel();
    drought.end();
    return true;
  }

  /** Ends every drought and lifts every quota that was set here. */
  end(): void {
    for (const id of [...this.running.keys()]) this.endDrought(id);
    for (const lift of this.quotas.values()) lift();
    this.quotas.clear();
  }

  /** Sets no more timers off, and takes nothing back: its cloud is about to go. */
  close(): void {
    for (const { timer } of this.running.values()) timer?.cancel();
    this.running.clear();
    this.quotas.clear();
  }

  private region({ region }: { readonly region?: string }): string {
    return region ?? this.deps.region;
  }

  private impair(act: Extract<Act, { readonly do: 'impair' }>): number {
    const { instances = {}, check = 'AGENT_CONNECTIVITY', count } = act;
    return this.deps.cloud.impairHosts(this.region(act), instances, check, count);
  }

  private drain(act: Extract<Act, { readonly do: 'drain' }>): number {
    const { instances = {}, stopping = false, count } = act;
    return this.deps.cloud.drainHosts(this.region(act), instances, stopping, count);
  }

  private drought(region: string, of: Drought, long: number | undefined): string {
    if (this.running.size >= mostDroughts)
      throw new RangeError(`there are ${mostDroughts} droughts already: end some first`);
    const id = `drought-${++this.count}`;
    const end = this.deps.cloud.drought(region, of);
    const timer = long === undefined ? undefined : this.deps.clock.after(long, () => this.endDrought(id));
    this.running.set(id, { id, region, of, end, timer });
    return id;
  }

  private quota(region: string, of: 'ON_DEMAND' | 'SPOT' | 'GPU', vCpus: number | undefined): void {
    const { cloud } = this.deps;
    cloud.vcpuQuota(region, of, vCpus);
    const key = `${region} ${of}`;
    if (vCpus === undefined) this.quotas.delete(key);
    else this.quotas.set(key, () => cloud.vcpuQuota(region, of, undefined));
  }
}
