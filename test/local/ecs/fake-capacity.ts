import {
  type Capacity,
  type CapacityClaim,
  type CapacityEvents,
  type CapacityRequest,
  type PlacedOn,
} from '../../../local/ecs/capacity/capacity.js';
import { type Clock } from '../../../local/clock.js';

/** One task's request for a place, and how often it was given back. */
export interface FakeClaim {
  readonly wanted: CapacityRequest;
  readonly events: CapacityEvents;
  released: number;
}

/** Capacity that gives every task an instance after a while, or only when the test says so. */
export class FakeCapacity implements Capacity {
  readonly claims: FakeClaim[] = [];
  /** Set to say what no instance can hold. */
  unfit: (wanted: CapacityRequest) => string | undefined = () => undefined;
  /** Set to false to place by hand. */
  automatic = true;
  /** What every instance is like; its id has the number of its task at the end. */
  instance: Partial<PlacedOn> = {};

  constructor(
    private readonly clock: Clock,
    /** Milliseconds until an instance is there. */
    private readonly latency: number,
  ) {}

  misfit(wanted: CapacityRequest): string | undefined {
    return this.unfit(wanted);
  }

  request(wanted: CapacityRequest, events: CapacityEvents): CapacityClaim {
    const claim: FakeClaim = { wanted, events, released: 0 };
    this.claims.push(claim);
    const timer = this.automatic
      ? this.clock.after(this.latency, () => this.place(this.claims.indexOf(claim)))
      : undefined;
    return {
      release: () => {
        claim.released++;
        timer?.cancel();
      },
    };
  }

  /** Gives the task of a claim its instance. */
  place(index = 0): void {
    const claim = this.claims[index];
    if (claim === undefined) throw new Error(`nobody asked ${index + 1} times`);
    const id = index.toString(16).padStart(16, '0');
    claim.events.placed({
      arn: `arn:aws:ecs:${claim.wanted.region}:123456789012:container-instance/${claim.wanted.cluster}/${id}${id}`,
      ec2Id: `i-0${id}`,
      type: 'm7i.large',
      zone: 'us-east-1a',
      subnet: 'subnet-a',
      gpuIds: [],
      ...this.instance,
    });
  }

  /** The claim made last. */
  get last(): FakeClaim {
    const claim = this.claims.at(-1);
    if (claim === undefined) throw new Error('nobody asked');
    return claim;
  }
}
