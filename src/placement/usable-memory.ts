/** Of nominal memory, what Linux leaves: Karpenter's table of measured instance types, in docs/adr/0022. */
const KEPT_SHARE = 0.0325;
/** MiB on top, of which about 140 were measured and the rest is for ECS's agent, which nobody has measured. */
const KEPT_MIB = 256;

/**
 * MiB that tasks can use of an instance's nominal memory. ECS says that it is less and not by how much
 * (DG memory-management), so this keeps to the lower side: docs/adr/0022.
 */
export function usableMemory(nominalMiB: number): number {
  return Math.max(0, Math.floor(nominalMiB * (1 - KEPT_SHARE)) - KEPT_MIB);
}
