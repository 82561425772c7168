import { expect } from 'chai';
import { ConsoleLogger } from '../../../cli/progress/console-logger.js';
import { PlainScreen } from '../../../cli/progress/plain-screen.js';
import { createStyle } from '../../../cli/progress/style.js';
import { RecordedStream } from '../fake-context.js';

function logAll(debugging: boolean): { stdout: string; stderr: string } {
  const stdout = new RecordedStream();
  const stderr = new RecordedStream();
  const logger = new ConsoleLogger(new PlainScreen(stdout, stderr), createStyle(false), debugging);
  logger.debug('polled', { tasks: 3 });
  logger.info('provider chosen', { provider: 'MANAGED_INSTANCES', reason: undefined });
  logger.warn('no task role');
  logger.error('lost');
  return { stdout: stdout.text, stderr: stderr.text };
}

describe(ConsoleLogger.name, () => {
  it('shows notices on standard output, warnings and errors on standard error', () => {
    expect(logAll(false)).to.deep.equal({
      stdout: 'provider chosen\n',
      stderr: 'WARN: no task role\nERROR: lost\n',
    });
  });

  it('adds debug lines and the ids of each message while debugging', () => {
    expect(logAll(true)).to.deep.equal({
      stdout: 'provider chosen [provider=MANAGED_INSTANCES]\n',
      stderr: 'DEBUG: polled [tasks=3]\nWARN: no task role\nERROR: lost\n',
    });
  });
});
