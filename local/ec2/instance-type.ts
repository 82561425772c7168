import { instanceTypeTable } from './instance-type-table.generated.js';

/** A kind of accelerator of an instance type. */
export interface Accelerator {
  readonly kind: 'gpu' | 'neuron' | 'other';
  /** E.g. `NVIDIA`, `AMD`, `AWS`, `Habana`. */
  readonly manufacturer: string;
  /** E.g. `A10G`, `L4`, `Inferentia2`. */
  readonly name: string;
  readonly count: number;
  /** Of one, in MiB. */
  readonly memoryMiB: number;
  /** The share of a physical GPU that each is: 1, or less for the fractional types. */
  readonly share: number;
  /** Of one Neuron device; 0 for others. */
  readonly cores: number;
  readonly coreVersion: number;
}

/** What EC2 says of an instance type, as far as this cloud looks at it. */
export interface InstanceType {
  /** E.g. `m6i.2xlarge`. */
  readonly name: string;
  readonly family: string;
  readonly size: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly cpuManufacturer: 'Intel' | 'AMD' | 'AWS';
  readonly vCpus: number;
  readonly threadsPerCore: 1 | 2;
  /** Nominal. */
  readonly memoryMiB: number;
  readonly currentGeneration: boolean;
  readonly burstable: boolean;
  readonly bareMetal: boolean;
  readonly hypervisor: 'nitro' | 'xen' | undefined;
  readonly hibernates: boolean;
  readonly spot: boolean;
  readonly networkInterfaces: number;
  readonly addressesPerInterface: number;
  readonly ebsMbps: number;
  readonly networkGbps: number;
  readonly networkPeakGbps: number;
  /** SSDs that come with it; count 0 where there are none. */
  readonly disks: { readonly count: number; readonly sizeGB: number };
  readonly accelerators: readonly Accelerator[];
}

/** Storage that comes with an instance of the type, in GB. */
export const localStorageGB = ({ disks }: Pick<InstanceType, 'disks'>): number => disks.count * disks.sizeGB;

/** Memory of accelerators together, in MiB. */
export const acceleratorMemoryMiB = (accelerators: readonly Accelerator[]): number =>
  accelerators.reduce((sum, { count, memoryMiB }) => sum + count * memoryMiB, 0);

let parsed: ReadonlyMap<string, InstanceType> | undefined;

/** Every type this cloud knows, by name, in the order of families and sizes; read from its table at first use. */
export function instanceTypes(): ReadonlyMap<string, InstanceType> {
  parsed ??= new Map(instanceTypeTable.trim().split('\n').flatMap(familyOf));
  return parsed;
}

/** @throws RangeError for a name the catalogue does not have; use `instanceTypes().get` for one of a client's */
export function instanceType(name: string): InstanceType {
  const found = instanceTypes().get(name);
  if (found === undefined) throw new RangeError(`there is no instance type ${name} in the catalogue`);
  return found;
}

type Shared = Pick<
  InstanceType,
  | 'family'
  | 'architecture'
  | 'cpuManufacturer'
  | 'threadsPerCore'
  | 'currentGeneration'
  | 'burstable'
  | 'spot'
  | 'hypervisor'
>;

function familyOf(line: string): [string, InstanceType][] {
  const [family = '', architecture, cpuManufacturer, flags = '', ...sizes] = line.split(' ');
  const shared: Shared = {
    family,
    architecture: architecture as InstanceType['architecture'],
    cpuManufacturer: cpuManufacturer as InstanceType['cpuManufacturer'],
    threadsPerCore: flags.includes('2') ? 2 : 1,
    currentGeneration: flags.includes('c'),
    burstable: flags.includes('b'),
    spot: !flags.includes('o'),
    hypervisor: flags.includes('x') ? 'xen' : 'nitro',
  };
  return sizes.map((size) => {
    const type = typeOf(shared, size);
    return [type.name, type];
  });
}

function typeOf(shared: Shared, row: string): InstanceType {
  const [size = '', ...rest] = row.split(':');
  const [vCpus = 0, gib = 0, interfaces = 0, addresses = 0, ebs = 0, usual = 0, peak = 0] = rest.map(Number);
  const extras = rest.slice(7);
  const bareMetal = size.startsWith('metal');
  const disks =
    extras
      .find((extra) => extra.startsWith('d'))
      ?.slice(1)
      .split('x')
      .map(Number) ?? [];
  return {
    ...shared,
    name: `${shared.family}.${size}`,
    size,
    vCpus,
    memoryMiB: gib * 1024,
    bareMetal,
    hypervisor: bareMetal ? undefined : shared.hypervisor,
    hibernates: extras.includes('h'),
    networkInterfaces: interfaces,
    addressesPerInterface: addresses,
    ebsMbps: ebs,
    networkGbps: usual,
    networkPeakGbps: peak,
    disks: { count: disks[0] ?? 0, sizeGB: disks[1] ?? 0 },
    accelerators: extras.filter((extra) => /^[gna]/.test(extra)).map(acceleratorOf),
  };
}

function acceleratorOf(text: string): Accelerator {
  const [manufacturer = '', name = '', count, memory, first, second] = text.slice(1).split(',');
  const kind = text.startsWith('g') ? 'gpu' : text.startsWith('n') ? 'neuron' : 'other';
  return {
    kind,
    manufacturer,
    name: name.replaceAll('_', ' '),
    count: Number(count),
    memoryMiB: Number(memory),
    share: kind === 'gpu' ? Number(first ?? 1) : 1,
    cores: kind === 'neuron' ? Number(first ?? 0) : 0,
    coreVersion: kind === 'neuron' ? Number(second ?? 0) : 0,
  };
}
