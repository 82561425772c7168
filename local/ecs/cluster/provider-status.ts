import { type CapacityProvider } from './capacity-provider.js';

/** Where a provider is in its life (facts §2b). */
export type ProviderStatus = 'PROVISIONING' | 'ACTIVE' | 'DEPROVISIONING' | 'INACTIVE';

/** The status at `now`, in epoch milliseconds. Only an ACTIVE provider takes tasks. */
export function providerStatus(provider: CapacityProvider, now: number): ProviderStatus {
  if (provider.inactiveFrom !== undefined) return 'INACTIVE';
  if (provider.deletedAt !== undefined) return 'DEPROVISIONING';
  return now < provider.activeFrom ? 'PROVISIONING' : 'ACTIVE';
}

/** How far the last of creation, update and deletion has come, in the words of the API's enum. */
export function providerUpdateStatus(provider: CapacityProvider, now: number): string {
  if (provider.inactiveFrom !== undefined) return 'DELETE_COMPLETE';
  if (provider.deletedAt !== undefined) return 'DELETE_IN_PROGRESS';
  if (provider.updatedAt !== undefined) {
    return now < provider.updatedAt ? 'UPDATE_IN_PROGRESS' : 'UPDATE_COMPLETE';
  }
  return now < provider.activeFrom ? 'CREATE_IN_PROGRESS' : 'CREATE_COMPLETE';
}

/** True while a creation or an update goes on: another change has to wait. */
export function isChanging(provider: CapacityProvider, now: number): boolean {
  return now < provider.activeFrom || now < (provider.updatedAt ?? 0);
}
