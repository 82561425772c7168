import { expect } from 'chai';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { PreconditionError } from '../../../spi/index.js';
import { FakeContext } from '../fake-context.js';
import { FakeServices, hello, progressOf, resultOf } from '../fake-services.js';

/** A sequence that paints; those that move the cursor are the live screen's. */
// eslint-disable-next-line no-control-regex -- the sequence is what it is about
const PAINT = /\u001B\[[\d;]*m/;

/** Everything the command can say: help, refusals, a run with every kind of line. */
async function everything(env: Record<string, string>, isTTY: boolean): Promise<string> {
  let said = '';
  const refused = Object.assign(new FakeServices(), {
    runError: new PreconditionError('It cannot run: why. Do this.', { code: 'NO_SUBNETS' }),
  });
  const failing = new FakeServices((reporter) => {
    reporter.progress([progressOf({ failed: 1 })]);
    reporter.submitted(hello);
    return Promise.resolve(
      resultOf({
        status: 'failed',
        failed: 1,
        errorReport: 'Error executing process',
        unfinished: ['arn:1'],
      }),
    );
  });
  const folder = new URL('../../../../examples/quickstart', import.meta.url).pathname;
  for (const [line, services] of [
    ['run -help', failing],
    ['rn', failing],
    ['run main.nf -x -y', failing],
    ['run main.nf', refused],
    ['run main.nf', failing],
    ['run absent.nf', failing],
  ] as const) {
    const context = new FakeContext(env, folder, isTTY);
    await runCommandLine(line.split(' '), context, services);
    said += context.stdout.text + context.stderr.text;
  }
  return said;
}

describe('colour', () => {
  it('is painted on a terminal', async () => expect(await everything({}, true)).to.match(PAINT));

  it('is not painted where NO_COLOR is set', async () =>
    expect(await everything({ NO_COLOR: '1' }, true)).to.not.match(PAINT));

  it('is not painted into a pipe or file', async () =>
    expect(await everything({}, false)).to.not.match(PAINT));
});
