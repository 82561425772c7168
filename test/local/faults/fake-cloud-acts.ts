import type { CloudActs } from '../../../local/faults/cloud-acts.js';

/** A cloud that notes what is done to it. */
export class FakeCloudActs implements CloudActs {
  readonly done: string[] = [];

  reclaimSpot(region: string, which: object, count?: number): number {
    this.done.push(`reclaim ${region} ${JSON.stringify(which)} ${String(count)}`);
    return count ?? 3;
  }

  loseHosts(region: string, which: object, count?: number): number {
    this.done.push(`lose ${region} ${JSON.stringify(which)} ${String(count)}`);
    return count ?? 3;
  }

  impairHosts(region: string, which: object, check: string, count?: number): number {
    this.done.push(`impair ${region} ${JSON.stringify(which)} ${check} ${String(count)}`);
    return count ?? 3;
  }

  drainHosts(region: string, which: object, stopping: boolean, count?: number): number {
    this.done.push(`drain ${region} ${JSON.stringify(which)} ${String(stopping)} ${String(count)}`);
    return count ?? 3;
  }

  drought(region: string, which: object): () => void {
    this.done.push(`drought ${region} ${JSON.stringify(which)}`);
    return () => this.done.push(`rain ${region} ${JSON.stringify(which)}`);
  }

  vcpuQuota(region: string, of: string, vCpus: number | undefined): void {
    this.done.push(`quota ${region} ${of} ${String(vCpus)}`);
  }
}
