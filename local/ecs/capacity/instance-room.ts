import { type InstanceType } from '../../ec2/instance-type.js';
import { type TaskNeeds } from './capacity.js';
import { interfaceDensity } from './interface-density.js';
import { usableMemory } from './usable-memory.js';

export type NetworkMode = 'awsvpc' | 'host';

/** What an instance has, or has left, of each thing tasks take. */
export interface Resources {
  /** Units, 1024 a vCPU: all of it is for tasks. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Network interfaces for tasks in awsvpc mode. */
  readonly interfaces: number;
  /** Whole GPUs, or the shares of one that a fractional type has (facts §8). */
  readonly gpus: number;
}

/** What one task has taken. */
export interface Taken {
  readonly needs: TaskNeeds;
  readonly networkMode: NetworkMode;
  readonly gpuIds: readonly string[];
  readonly neuron: boolean;
}

const gpuOf = (type: InstanceType): InstanceType['accelerators'][number] | undefined =>
  type.accelerators.find(({ kind }) => kind === 'gpu');

const neuronOf = (type: InstanceType): InstanceType['accelerators'][number] | undefined =>
  type.accelerators.find(({ kind }) => kind === 'neuron');

/** Looked up for every type and task, so found once a type. */
const registered = new WeakMap<InstanceType, Resources>();

/** What an instance of the type registers. */
export function resourcesOf(type: InstanceType): Resources {
  const known = registered.get(type);
  if (known !== undefined) return known;
  const gpu = gpuOf(type);
  const found = {
    cpu: type.vCpus * 1024,
    memoryMiB: usableMemory(type.memoryMiB),
    interfaces: interfaceDensity(type),
    gpus: gpu === undefined ? 0 : gpu.count * gpu.share,
  };
  registered.set(type, found);
  return found;
}

/** `RESOURCE:` reason of `failures[]` for what an empty instance of the type lacks, or `undefined`. */
export function lacks(type: InstanceType, needs: TaskNeeds): 'CPU' | 'MEMORY' | 'GPU' | undefined {
  const all = resourcesOf(type);
  if (needs.cpu > all.cpu) return 'CPU';
  if (needs.memoryMiB > all.memoryMiB) return 'MEMORY';
  if (!gpusFit(type, needs, all.gpus)) return 'GPU';
  // No text is known for Neuron devices; they are told as the accelerators they are.
  return needs.allNeuronDevices === true && neuronOf(type) === undefined ? 'GPU' : undefined;
}

/** Whole GPUs never come of a fractional type, nor a fraction of a whole one (facts §8). */
function gpusFit(type: InstanceType, needs: TaskNeeds, left: number): boolean {
  if (needs.gpus === 0) return true;
  const gpu = gpuOf(type);
  if (gpu === undefined) return false;
  if (needs.allGpus === true) return left === gpu.count * gpu.share;
  return needs.gpus <= left && (Number.isInteger(needs.gpus) ? gpu.share === 1 : gpu.share < 1);
}

/** How many tasks with these needs one instance of the type can hold at once. */
export function tasksHeld(type: InstanceType, needs: TaskNeeds, networkMode: NetworkMode): number {
  if (lacks(type, needs) !== undefined) return 0;
  if (needs.allGpus === true || needs.allNeuronDevices === true) return 1;
  const all = resourcesOf(type);
  const times = (has: number, each: number): number => (each === 0 ? Infinity : Math.floor(has / each));
  return Math.min(
    times(all.cpu, needs.cpu),
    times(all.memoryMiB, needs.memoryMiB),
    times(all.gpus, needs.gpus),
    networkMode === 'awsvpc' ? all.interfaces : Infinity,
    // A task that asks for nothing still costs something; the agent holds no thousands of them.
    1000,
  );
}

/** The room of one instance: what is taken and what is left. */
export class InstanceRoom {
  readonly all: Resources;
  private left: { -readonly [K in keyof Resources]: Resources[K] };
  private readonly freeGpus: string[];
  private neuronFree: boolean;

  /** @param gpuId makes the UUID of one GPU */
  constructor(
    readonly type: InstanceType,
    gpuId: () => string,
  ) {
    this.all = resourcesOf(type);
    this.left = { ...this.all };
    this.freeGpus = Array.from({ length: gpuOf(type)?.count ?? 0 }, gpuId);
    this.gpuIds = [...this.freeGpus];
    this.neuronFree = neuronOf(type) !== undefined;
  }

  /** Of every GPU, taken or not. */
  readonly gpuIds: readonly string[];

  /** Of those that a task could have: a shared one while some of it is left. */
  get freeGpuIds(): readonly string[] {
    if ((gpuOf(this.type)?.share ?? 1) < 1) return this.left.gpus > 0 ? this.gpuIds : [];
    return this.freeGpus;
  }

  get remaining(): Resources {
    return this.left;
  }

  /** Whether a task has room now. */
  holds(needs: TaskNeeds, networkMode: NetworkMode): boolean {
    return (
      needs.cpu <= this.left.cpu &&
      needs.memoryMiB <= this.left.memoryMiB &&
      (networkMode === 'host' || this.left.interfaces > 0) &&
      gpusFit(this.type, needs, this.left.gpus) &&
      (needs.allNeuronDevices !== true || this.neuronFree)
    );
  }

  /** Takes what {@link holds} has found free. */
  take(needs: TaskNeeds, networkMode: NetworkMode): Taken {
    const gpus = needs.allGpus === true ? this.left.gpus : needs.gpus;
    const shared = (gpuOf(this.type)?.share ?? 1) < 1;
    const gpuIds = gpus === 0 ? [] : shared ? this.gpuIds : this.freeGpus.splice(0, gpus);
    const neuron = needs.allNeuronDevices === true;
    this.neuronFree &&= !neuron;
    this.change({ ...needs, gpus }, networkMode, -1);
    return { needs: { ...needs, gpus }, networkMode, gpuIds, neuron };
  }

  give({ needs, networkMode, gpuIds, neuron }: Taken): void {
    if ((gpuOf(this.type)?.share ?? 1) === 1) this.freeGpus.push(...gpuIds);
    this.neuronFree ||= neuron;
    this.change(needs, networkMode, 1);
  }

  private change(needs: TaskNeeds, networkMode: NetworkMode, sign: 1 | -1): void {
    this.left.cpu += sign * needs.cpu;
    this.left.memoryMiB += sign * needs.memoryMiB;
    this.left.gpus += sign * needs.gpus;
    if (networkMode === 'awsvpc') this.left.interfaces += sign;
  }
}
