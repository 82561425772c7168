import { globMatcher } from '../../glob.js';
import { type InstanceType } from '../../ec2/instance-type.js';
import { type Drought } from '../../faults/cloud-acts.js';

/** Which of EC2's quotas of running vCPUs an instance counts against. */
export type QuotaKind = 'ON_DEMAND' | 'SPOT' | 'GPU';

/** An instance EC2 is asked for. */
interface Wanted {
  readonly provider: string;
  readonly type: InstanceType;
  readonly zone: string;
  readonly spot: boolean;
}

/**
 * The quota an instance counts against. AWS has one for G and one for P instances, each for On-Demand and Spot; here
 * they are one.
 */
function quotaKind({ type, spot }: Pick<Wanted, 'type' | 'spot'>): QuotaKind {
  if (type.accelerators.some(({ kind }) => kind === 'gpu')) return 'GPU';
  return spot ? 'SPOT' : 'ON_DEMAND';
}

/** What EC2 has to give in one region: everything, but for droughts and quotas of vCPUs (facts §2d, §5). */
export class Supply {
  private readonly droughts = new Set<(wanted: Wanted) => boolean>();
  private readonly quotas = new Map<QuotaKind, number>();
  private readonly running = new Map<QuotaKind, number>();

  /** @param more called when what was refused may be had now */
  constructor(private readonly more: () => void) {}

  /** Why EC2 does not give the instance now, or `undefined`. */
  refusal(wanted: Wanted): string | undefined {
    const { type, zone } = wanted;
    for (const strikes of this.droughts) {
      if (strikes(wanted)) return `EC2 has no ${type.name} to give in ${zone}`;
    }
    const kind = quotaKind(wanted);
    const quota = this.quotas.get(kind);
    const running = this.running.get(kind) ?? 0;
    return quota === undefined || running + type.vCpus <= quota
      ? undefined
      : `${running} of ${quota} vCPUs of the ${kind} quota run, and ${type.name} has ${type.vCpus}`;
  }

  launched(wanted: Pick<Wanted, 'type' | 'spot'>): void {
    this.count(wanted, wanted.type.vCpus);
  }

  ended(wanted: Pick<Wanted, 'type' | 'spot'>): void {
    this.count(wanted, -wanted.type.vCpus);
    if (this.quotas.has(quotaKind(wanted))) this.more();
  }

  /** Begins a drought; the answer ends it, once. */
  drought(which: Drought): () => void {
    const provider = which.provider === undefined ? undefined : globMatcher(which.provider);
    const type = which.type === undefined ? undefined : globMatcher(which.type);
    const zone = which.zone === undefined ? undefined : globMatcher(which.zone);
    const strikes = (wanted: Wanted): boolean =>
      (provider?.(wanted.provider) ?? true) &&
      (type?.(wanted.type.name) ?? true) &&
      (zone?.(wanted.zone) ?? true) &&
      (which.capacityOption === undefined || (which.capacityOption === 'SPOT') === wanted.spot);
    this.droughts.add(strikes);
    return () => {
      if (this.droughts.delete(strikes)) this.more();
    };
  }

  quota(of: QuotaKind, vCpus: number | undefined): void {
    if (vCpus === undefined) this.quotas.delete(of);
    else this.quotas.set(of, vCpus);
    this.more();
  }

  private count(wanted: Pick<Wanted, 'type' | 'spot'>, vCpus: number): void {
    const kind = quotaKind(wanted);
    this.running.set(kind, (this.running.get(kind) ?? 0) + vCpus);
  }
}
