import { expect } from 'chai';
import type { Executor, ShutdownOptions, ShutdownReport, TaskHandler } from '../../../spi/index.js';
import { shutDownAll } from '../../../host/engine/executor-shutdown.js';
import { settle } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

function executor(name: string, shutdown: (options: ShutdownOptions) => Promise<ShutdownReport>): Executor {
  return { name, shutdown } as unknown as Executor;
}

describe('shutDownAll', () => {
  it('adds up the progress of all executors', async () => {
    const told: string[] = [];
    const make = (name: string, total: number): Executor =>
      executor(name, (options) => {
        options.progress?.(1, total);
        return Promise.resolve({ stopped: 1, unfinished: [] });
      });
    await shutDownAll([make('a', 2), make('b', 3)], new RecordingLogger(), {
      stopping: (stopped, total) => told.push(`${stopped}/${total}`),
    });
    expect(told).to.deep.equal(['1/2', '2/5']);
  });

  it('keeps the connections until what is done meanwhile is through, and adds up its progress', async () => {
    const done: string[] = [];
    const monitor = (name: string): Pick<Executor, 'createTaskMonitor'> => ({
      createTaskMonitor: () =>
        ({
          shutdown: (options: ShutdownOptions) => {
            done.push(`${name} ends its tasks`);
            options.progress?.(1, 1);
            return Promise.reject(new Error('no answer'));
          },
        }) as unknown as ReturnType<Executor['createTaskMonitor']>,
    });
    const whole = (name: string): Executor => {
      const closes = (): Promise<ShutdownReport> => {
        done.push(`${name} closes`);
        return Promise.resolve({ stopped: 0, unfinished: [] });
      };
      return { ...executor(name, closes), ...monitor(name) };
    };
    await shutDownAll([whole('a'), whole('b')], new RecordingLogger(), {
      stopping: (stopped, total) => done.push(`${stopped}/${total}`),
      meanwhile: async (progress) => {
        await settle();
        progress(2, 3);
        done.push('meanwhile');
      },
    });
    expect(done).to.deep.equal([
      ...['a ends its tasks', '1/1', 'b ends its tasks', '2/2', '4/5', 'meanwhile', 'a closes', 'b closes'],
    ]);
  });

  it('names what is unfinished and the executors that broke, and shuts down the rest', async () => {
    const logger = new RecordingLogger();
    const handlers = [{ nativeId: 'arn:1' }, { nativeId: undefined }] as unknown as TaskHandler[];
    const remaining = await shutDownAll(
      [
        executor('broken', () => Promise.reject(new Error('no answer'))),
        executor('slow', () => Promise.resolve({ stopped: 0, unfinished: handlers })),
      ],
      logger,
      {},
    );
    expect(remaining).to.deep.equal({ unfinished: ['arn:1'], failed: ['broken'] });
    expect(logger.messages('error')).to.deep.equal(['Executor broken did not shut down: no answer']);
  });
});
