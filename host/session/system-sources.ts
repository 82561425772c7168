import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Clock } from '../../spi/index.js';
import type { RunOwner } from '../lease/run-owner.js';

/**
 * The machine's own time, chance and process, for whoever brings none. Nothing else in the engine reads them, so that
 * everything else can be tested without waiting.
 */

/** The machine's own time. Its timers keep the process alive: a session must not end between two polls. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const handle = setTimeout(action, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Uniform in [0, 1). */
export const systemRandom = (): number => Math.random();

/**
 * This process.
 * @param program See `RunOwner.program`; Node.js where absent.
 */
export function systemOwner(program = `Node.js ${process.version}`): RunOwner {
  return { program, host: hostname(), processSpace: processSpace(), pid: process.pid, isAlive };
}

/** The boot and the PID namespace (proc(5), pid_namespaces(7)); elsewhere than on Linux the machine's name must do. */
function processSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's lives, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
