/**
 * A kit that any executor's author runs against their executor.
 *
 * @packageDocumentation
 */
export { testExecutor } from './test-executor.js';
export type { Group, Test } from './runner.js';
export type {
  BackendView,
  Budget,
  Capabilities,
  CapabilityName,
  KitOptions,
  Level,
  LoadRequest,
  Loaded,
  Need,
  PluginUnderTest,
  SettingProbe,
} from './kit-options.js';
export type { DirectiveProbes, HonouredDirective, RefusedDirective } from './directive-probes.js';
export type { FaultInjectors, FaultName, Faults } from './faults.js';
export type { TaskSeat, Work } from './work.js';
export {
  realTime,
  virtualTime,
  type KitTime,
  type RealTimeOptions,
  type VirtualTimeOptions,
} from './kit-time.js';
export { mergeConfig } from './merge-config.js';
export { KitFailure } from './check.js';
