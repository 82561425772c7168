import type { FaultName } from './faults.js';
import type { CapabilityName, KitOptions, Need } from './kit-options.js';

/** Why a test that needs this cannot run; undefined where it can. */
export function missing<B>(kit: KitOptions<B>, need: Need): string | undefined {
  switch (need) {
    case 'plugin':
      return kit.plugin === undefined ? 'no plugin is given' : undefined;
    case 'settings':
      return isEmpty(kit.settings) ? 'no settings are given' : undefined;
    case 'budgets':
      return isEmpty(kit.budgets) ? 'no budgets are given' : undefined;
    case 'directives':
      return isEmpty(kit.directives?.honoured) ? 'no directives are given' : undefined;
    case 'requests':
      return kit.directives?.requestOf === undefined ? 'no requestOf is given' : undefined;
    default:
      return isCapability(kit, need) ? missingCapability(kit, need) : missingFault(kit, need);
  }
}

function isEmpty(list: readonly unknown[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

function isCapability<B>(kit: KitOptions<B>, need: CapabilityName | FaultName): need is CapabilityName {
  return need in kit.capabilities;
}

function missingCapability<B>(kit: KitOptions<B>, name: CapabilityName): string | undefined {
  const claim = kit.capabilities[name];
  if (claim !== true) return claim;
  return name === 'output' && kit.readOutput === undefined
    ? 'output is claimed, and no readOutput is given'
    : undefined;
}

function missingFault<B>({ faults }: KitOptions<B>, name: FaultName): string | undefined {
  const fault = faults?.[name];
  if (typeof fault === 'function') return undefined;
  return fault ?? `no fault ${name} is given`;
}
