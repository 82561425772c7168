import {
  paginateDescribeInstanceTypes,
  type EC2Client,
  type GpuDeviceInfo,
  type InstanceTypeInfo,
} from '@aws-sdk/client-ec2';
import type { InstanceAccelerators, InstanceType } from '../placement/instance-type.js';
import type { InstanceTypesApi } from './instance-types-api.js';
import { toServiceError } from './service-error.js';

/** DescribeInstanceTypes, Filter: values of one filter. */
const MOST_VALUES = 200;

/** {@link InstanceTypesApi} over the SDK's client: translates and nothing else. */
export class SdkInstanceTypesApi implements InstanceTypesApi {
  constructor(private readonly client: EC2Client) {}

  async matching(patterns: readonly string[]): Promise<readonly InstanceType[]> {
    const found = new Map<string, InstanceType>();
    try {
      for (let from = 0; from < patterns.length; from += MOST_VALUES) {
        const Values = patterns.slice(from, from + MOST_VALUES);
        // Names as filter values, for InstanceTypes refuses them all where one does not exist.
        const input = { Filters: [{ Name: 'instance-type', Values }] };
        for await (const page of paginateDescribeInstanceTypes({ client: this.client }, input))
          for (const type of (page.InstanceTypes ?? []).map(toInstanceType)) found.set(type.name, type);
      }
    } catch (error) {
      throw toServiceError('ec2:DescribeInstanceTypes', error);
    }
    return [...found.values()];
  }
}

const ARCHITECTURES = { x86_64: 'X86_64', arm64: 'ARM64' } as const;

function toInstanceType(info: InstanceTypeInfo): InstanceType {
  const accelerators = toAccelerators(info);
  return {
    name: info.InstanceType ?? '',
    vCpus: info.VCpuInfo?.DefaultVCpus ?? 0,
    memoryMiB: info.MemoryInfo?.SizeInMiB ?? 0,
    architectures: (info.ProcessorInfo?.SupportedArchitectures ?? []).flatMap((one) =>
      one === 'x86_64' || one === 'arm64' ? [ARCHITECTURES[one]] : [],
    ),
    cpuManufacturer: info.ProcessorInfo?.Manufacturer ?? '',
    ...(accelerators !== undefined && { accelerators }),
    localStorageGb: info.InstanceStorageInfo?.TotalSizeInGB ?? 0,
    spot: info.SupportedUsageClasses?.includes('spot') ?? false,
    currentGeneration: info.CurrentGeneration ?? false,
    burstable: info.BurstablePerformanceSupported ?? false,
    bareMetal: info.BareMetal ?? false,
  };
}

/** A type has accelerators of one kind; Trainium is told as Neuron devices alone, Inferentia also as inference. */
function toAccelerators(info: InstanceTypeInfo): InstanceAccelerators | undefined {
  const [gpu] = info.GpuInfo?.Gpus ?? [];
  if (gpu !== undefined) return toGpus(gpu, info.GpuInfo?.TotalGpuMemoryInMiB ?? 0);
  const [fpga] = info.FpgaInfo?.Fpgas ?? [];
  const [inference] = info.InferenceAcceleratorInfo?.Accelerators ?? [];
  const [neuron] = info.NeuronInfo?.NeuronDevices ?? [];
  const other = fpga ?? inference ?? neuron;
  if (other === undefined) return undefined;
  const memory =
    fpga === undefined ? info.NeuronInfo?.TotalNeuronDeviceMemoryInMiB : info.FpgaInfo?.TotalFpgaMemoryInMiB;
  return {
    kind: fpga === undefined ? 'inference' : 'fpga',
    name: other.Name ?? '',
    manufacturer: fpga?.Manufacturer ?? inference?.Manufacturer ?? 'AWS',
    count: other.Count ?? 0,
    share: 1,
    memoryMiB: memory ?? info.InferenceAcceleratorInfo?.TotalInferenceMemoryInMiB ?? 0,
  };
}

/** Of fractional types EC2 counts no whole GPU, but logical ones and their share of a whole one. */
function toGpus(gpu: GpuDeviceInfo, memoryMiB: number): InstanceAccelerators {
  return {
    kind: 'gpu',
    name: gpu.Name ?? '',
    manufacturer: gpu.Manufacturer ?? '',
    count: gpu.LogicalGpuCount ?? gpu.Count ?? 0,
    share: gpu.GpuPartitionSize ?? 1,
    memoryMiB,
  };
}
