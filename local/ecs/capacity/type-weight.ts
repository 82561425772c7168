import { acceleratorMemoryMiB, type InstanceType, localStorageGB } from '../../ec2/instance-type.js';

const makers = { Intel: 1, AMD: 0.9, AWS: 0.8 } as const;

/**
 * Orders instance types as their prices do; it is no price. The terms fit the on-demand prices of the fifth to
 * seventh generations of C, M and R: per vCPU, per GiB, less for AMD and Graviton; accelerators by their memory.
 */
export function typeWeight(type: InstanceType): number {
  const machine = type.vCpus * 0.0345 + (type.memoryMiB / 1024) * 0.0035;
  const accelerators = (acceleratorMemoryMiB(type.accelerators) / 1024) * 0.03;
  const disks = localStorageGB(type) * 0.0001;
  return machine * makers[type.cpuManufacturer] + accelerators + disks;
}
