import type { XmlElement } from '../http/xml.js';
import type { FilterTable } from './filters.js';
import {
  type Accelerator,
  acceleratorMemoryMiB,
  type InstanceType,
  localStorageGB,
} from './instance-type.js';

/** EC2's filters of DescribeInstanceTypes, as far as the catalogue knows what they look at. */
export const instanceTypeFilters: FilterTable<InstanceType> = {
  'instance-type': ({ name }) => [name],
  'current-generation': ({ currentGeneration }) => [String(currentGeneration)],
  'bare-metal': ({ bareMetal }) => [String(bareMetal)],
  'burstable-performance-supported': ({ burstable }) => [String(burstable)],
  'hibernation-supported': ({ hibernates }) => [String(hibernates)],
  hypervisor: ({ hypervisor }) => (hypervisor === undefined ? [] : [hypervisor]),
  'instance-storage-supported': (type) => [String(localStorageGB(type) > 0)],
  'instance-storage-info.total-size-in-gb': (type) => [String(localStorageGB(type))],
  'memory-info.size-in-mib': ({ memoryMiB }) => [String(memoryMiB)],
  'network-info.maximum-network-interfaces': ({ networkInterfaces }) => [String(networkInterfaces)],
  'processor-info.supported-architecture': ({ architecture }) => [architecture],
  'supported-usage-class': ({ spot }) => usageClasses(spot),
  'vcpu-info.default-vcpus': ({ vCpus }) => [String(vCpus)],
  'vcpu-info.default-cores': ({ vCpus, threadsPerCore }) => [String(vCpus / threadsPerCore)],
};

const usageClasses = (spot: boolean): readonly string[] => ['on-demand', ...(spot ? ['spot'] : [])];

/** A type as DescribeInstanceTypes answers it. */
export function renderInstanceType(type: InstanceType): XmlElement {
  const total = localStorageGB(type);
  return {
    instanceType: type.name,
    currentGeneration: type.currentGeneration,
    freeTierEligible: false,
    supportedUsageClasses: { item: usageClasses(type.spot) },
    bareMetal: type.bareMetal,
    hypervisor: type.hypervisor,
    processorInfo: {
      supportedArchitectures: { item: [type.architecture] },
      manufacturer: type.cpuManufacturer,
    },
    vCpuInfo: {
      defaultVCpus: type.vCpus,
      defaultCores: type.vCpus / type.threadsPerCore,
      defaultThreadsPerCore: type.threadsPerCore,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    instanceStorageSupported: total > 0,
    instanceStorageInfo:
      total === 0
        ? undefined
        : {
            totalSizeInGB: total,
            disks: { item: [{ sizeInGB: type.disks.sizeGB, count: type.disks.count, type: 'ssd' }] },
          },
    ebsInfo: { ebsOptimizedSupport: 'default', ebsOptimizedInfo: { baselineBandwidthInMbps: type.ebsMbps } },
    networkInfo: {
      networkPerformance: `${type.networkGbps < type.networkPeakGbps ? 'Up to ' : ''}${type.networkPeakGbps} Gigabit`,
      maximumNetworkInterfaces: type.networkInterfaces,
      ipv4AddressesPerInterface: type.addressesPerInterface,
    },
    ...accelerators(type),
    hibernationSupported: type.hibernates,
    burstablePerformanceSupported: type.burstable,
  };
}

function accelerators({ accelerators: all }: InstanceType): XmlElement {
  const gpus = all.filter(({ kind }) => kind === 'gpu');
  const neuron = all.filter(({ kind }) => kind === 'neuron');
  return {
    gpuInfo:
      gpus.length === 0
        ? undefined
        : { gpus: { item: gpus.map(gpu) }, totalGpuMemoryInMiB: acceleratorMemoryMiB(gpus) },
    inferenceAcceleratorInfo: neuron.some(({ name }) => name.startsWith('Inferentia'))
      ? {
          accelerators: { member: neuron.map(device) },
          totalInferenceMemoryInMiB: acceleratorMemoryMiB(neuron),
        }
      : undefined,
    neuronInfo:
      neuron.length === 0
        ? undefined
        : {
            neuronDevices: { item: neuron.map(neuronDevice) },
            totalNeuronDeviceMemoryInMiB: acceleratorMemoryMiB(neuron),
          },
  };
}

/** Of a fractional type EC2 counts no whole GPU, but one logical one (facts §8). */
const gpu = ({ name, manufacturer, count, share, memoryMiB }: Accelerator): XmlElement => ({
  name,
  manufacturer,
  count: share < 1 ? 0 : count,
  logicalGpuCount: count,
  gpuPartitionSize: share,
  memoryInfo: { sizeInMiB: memoryMiB },
});

const device = ({ name, manufacturer, count, memoryMiB }: Accelerator): XmlElement => ({
  name,
  manufacturer,
  count,
  memoryInfo: { sizeInMiB: memoryMiB },
});

const neuronDevice = ({ name, count, memoryMiB, cores, coreVersion }: Accelerator): XmlElement => ({
  name,
  count,
  coreInfo: { count: cores, version: coreVersion },
  memoryInfo: { sizeInMiB: memoryMiB },
});
