/** An IPv4 block. */
export interface Cidr {
  /** The first address, as a number of 32 bits. */
  readonly first: number;
  /** Bits of the network, 0 to 32. */
  readonly bits: number;
}

/** Reads a block such as `10.0.0.0/16`; `undefined` for what is none. Bits of the host are dropped, as EC2 does. */
export function parseCidr(text: string): Cidr | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (found === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = found.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return undefined;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first: address - (address % size(bits)), bits };
}

export function cidrText({ first, bits }: Cidr): string {
  return `${addressText(first)}/${bits}`;
}

/** An address of 32 bits in its usual form. */
export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.bits >= outer.bits && inner.first - (inner.first % size(outer.bits)) === outer.first;
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** Addresses in a block of so many bits. */
const size = (bits: number): number => 2 ** (32 - bits);
