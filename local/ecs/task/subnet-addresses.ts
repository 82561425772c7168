import { addressText, parseCidr } from '../../ec2/cidr.js';
import { type Random } from '../../random-id.js';

/** EC2 keeps a subnet's first four addresses and its last. */
const first = 4;
const reserved = 5;

/** The private addresses that tasks' interfaces have, by subnet. Nothing listens there. */
export class SubnetAddresses {
  private readonly taken = new Map<string, Set<string>>();

  constructor(private readonly random: Random) {}

  /** An address nobody else has; `undefined` where the subnet is full. */
  take(subnetId: string, cidr: string): string | undefined {
    const block = parseCidr(cidr);
    if (block === undefined) return undefined;
    const usable = 2 ** (32 - block.bits) - reserved;
    const taken = this.taken.get(subnetId) ?? new Set();
    if (taken.size >= usable) return undefined;
    const start = Math.floor(this.random() * usable);
    for (let step = 0; ; step++) {
      const address = addressText(block.first + first + ((start + step) % usable));
      if (taken.has(address)) continue;
      this.taken.set(subnetId, taken.add(address));
      return address;
    }
  }

  /** Gives an address back; of one nobody has it does nothing. */
  release(subnetId: string, address: string): void {
    const taken = this.taken.get(subnetId);
    taken?.delete(address);
    if (taken?.size === 0) this.taken.delete(subnetId);
  }
}
