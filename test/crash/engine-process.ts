import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Death, deathVariable } from './death.js';
import { preload } from './place.js';

/** No run takes this many milliseconds, unless it hangs. */
const patience = 120_000;

export interface EngineEnd {
  /** The exit code, or the name of the signal that killed it. */
  readonly code: number | NodeJS.Signals;
  /** It came to no end by itself, nor to its planned death. */
  readonly hung: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface EngineStart {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The script of the engine and its arguments. */
  readonly line: readonly string[];
  /** Absent: it lives. */
  readonly death: Death | undefined;
}

/** Runs an engine as a process of its own, until its death or its end. */
export async function runEngine({ cwd, env, line, death }: EngineStart): Promise<EngineEnd> {
  const variables = death === undefined ? {} : { [deathVariable]: JSON.stringify(death) };
  const child = spawn(process.execPath, [...(death === undefined ? [] : ['--import', preload]), ...line], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  let hung = false;
  const timer = setTimeout(() => (hung = child.kill('SIGKILL')), patience);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return { code: code ?? signal ?? 'SIGKILL', hung, ...said };
}
