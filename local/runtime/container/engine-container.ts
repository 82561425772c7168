import { type IncomingMessage } from 'node:http';
import { type Clock } from '../../clock.js';
import { errorText } from '../../error-text.js';
import { outOfMemory } from '../exit-reason.js';
import { LineSplitter, longestLine } from '../line-splitter.js';
import { type ContainerExit, type StartFailure } from '../task-runtime.js';
import { type CreateBody, type Engine } from './engine.js';
import { EngineError } from './engine-error.js';
import { OutputFrames } from './output-frames.js';

export interface ContainerDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export interface ContainerOutput {
  readonly line: (text: string) => void;
  /** It has a terminal, so its output is not framed. */
  readonly terminal: boolean;
}

/** How long output may stay open after the end, in milliseconds: the engine closes it at once unless it is in trouble. */
const drainGrace = 5_000;

/** Times to ask an engine that has dropped a connection, a second apart: a daemon is restarted in about that. */
const attempts = 5;

/** One container of an engine, from its creation to its removal. */
export class EngineContainer {
  /** Resolves once, when it is gone; never rejects. */
  readonly exit: Promise<ContainerExit>;
  private giveUp: (why: string) => void = () => undefined;

  private constructor(
    readonly id: string,
    private readonly stopSignal: string,
    output: IncomingMessage,
    private readonly deps: ContainerDeps,
  ) {
    const givenUp = new Promise<ContainerExit>((resolve) => {
      this.giveUp = (why) => resolve(this.lost(why));
    });
    this.exit = Promise.race([this.follow(output), givenUp]);
  }

  /** Creates and starts one; where that fails nothing of it is left. */
  static async start(
    body: CreateBody,
    output: ContainerOutput,
    deps: ContainerDeps,
  ): Promise<EngineContainer | StartFailure> {
    const { engine } = deps;
    let id: string;
    try {
      id = await engine.create(body);
    } catch (error) {
      return { kind: 'failed', reason: `CannotCreateContainerError: ${EngineError.of(error).text}` };
    }
    try {
      const [facts, stream] = await Promise.all([engine.inspect(id), engine.output(id)]);
      // Before the start, or the first lines of a quick command would be missed.
      deliver(stream, output);
      await engine.start(id);
      return new EngineContainer(id, facts.Config?.StopSignal ?? 'SIGTERM', stream, deps);
    } catch (error) {
      await engine.remove(id).catch(() => undefined);
      return { kind: 'failed', reason: `CannotStartContainerError: ${EngineError.of(error).text}` };
    }
  }

  /** SIGTERM is the image's STOPSIGNAL where it has one, as for ECS (facts §3d). */
  stop(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.deps.engine
      .kill(this.id, signal === 'SIGTERM' ? this.stopSignal : signal)
      .catch((error: unknown) => this.notKilled(signal, EngineError.of(error)));
  }

  private notKilled(signal: string, error: EngineError): void {
    // It is not there, or does not run any more.
    if (error.status === 404 || error.status === 409) return;
    this.deps.log(
      `container ${this.id.slice(0, 12)} could not be sent ${signal}: ${error.text}. Look at it with: docker ps`,
    );
    if (signal === 'SIGKILL') this.giveUp(error.text);
  }

  private async follow(output: IncomingMessage): Promise<ContainerExit> {
    const drained = ended(output, this.deps.clock);
    try {
      const exitCode = await this.exitCode();
      await drained();
      const { State } = await this.deps.engine.inspect(this.id).catch(() => ({ State: undefined }));
      await this.remove();
      if (State?.OOMKilled === true) return { exitCode, reason: outOfMemory };
      return { exitCode };
    } catch (error) {
      output.destroy();
      return this.lost(errorText(error));
    }
  }

  /** A restart of the engine breaks the wait, though not always the container. */
  private async exitCode(): Promise<number> {
    const { engine, clock } = this.deps;
    for (let attempt = 1; ; attempt++) {
      try {
        return await engine.wait(this.id);
      } catch (error) {
        if (attempt === attempts || EngineError.of(error).status === 404) throw error;
      }
      await new Promise<void>((resolve) => clock.after(1000, resolve));
    }
  }

  private lost(why: string): ContainerExit {
    // Which of ECS's errors its agent would give is unknown; this is its name for a runtime that fails (facts §4).
    return {
      reason: `ContainerRuntimeError: the container engine at ${this.deps.engine.where} lost the container: ${why}`,
    };
  }

  private async remove(): Promise<void> {
    try {
      await this.deps.engine.remove(this.id);
    } catch (error) {
      const failure = EngineError.of(error);
      // 409: somebody else is removing it.
      if (failure.status === 404 || failure.status === 409) return;
      this.deps.log(`container ${this.id.slice(0, 12)} could not be removed: ${failure.text}`);
    }
  }
}

function deliver(stream: IncomingMessage, { line, terminal }: ContainerOutput): void {
  const lines = { stdout: new LineSplitter(longestLine, line), stderr: new LineSplitter(longestLine, line) };
  const frames = new OutputFrames((name, bytes) => lines[name].push(bytes));
  stream.on('data', (chunk: Buffer) =>
    terminal ? lines.stdout.push(withoutReturns(chunk)) : frames.push(chunk),
  );
  // An engine that goes away breaks the stream: what came of it counts.
  stream.on('error', () => undefined);
  stream.on('close', () => {
    lines.stdout.end();
    lines.stderr.end();
  });
}

/** A terminal ends its lines with both characters. */
function withoutReturns(chunk: Buffer): Buffer {
  return chunk.filter((byte) => byte !== 0x0d) as Buffer;
}

/** Answers a function that waits until the stream has been read, for at most {@link drainGrace}. */
function ended(stream: IncomingMessage, clock: Clock): () => Promise<void> {
  const closed = new Promise<void>((resolve) => void stream.once('close', resolve));
  return async () => {
    const timer = clock.after(drainGrace, () => stream.destroy());
    await closed;
    timer.cancel();
  };
}
