import { expect } from 'chai';
import { LiveScreen } from '../../../cli/progress/live-screen.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordedStream } from '../fake-context.js';

interface Fixture {
  readonly screen: LiveScreen;
  readonly stdout: RecordedStream;
  readonly stderr: RecordedStream;
  readonly clock: FakeClock;
}

function open(): Fixture {
  const stdout = new RecordedStream(true);
  const stderr = new RecordedStream(true);
  const clock = new FakeClock();
  return { screen: new LiveScreen(stdout, stderr, clock), stdout, stderr, clock };
}

const escape = '\u001B';
const controls = new RegExp(`${escape}\\[\\??(\\d*)([A-Za-z])|\\n|[^${escape}\\n]+`, 'g');

/** What a terminal of endless width shows after the text: the cursor moves the live area makes, and no others. */
function shown(text: string): string[] {
  const lines = [''];
  let row = 0;
  for (const [token, count, move] of text.matchAll(controls)) {
    if (token === '\n') row++;
    else if (move === 'A') row -= Number(count || 1);
    else if (move === 'B') row += Number(count || 1);
    else if (move === 'K') lines[row] = '';
    else if (move === undefined) lines[row] = (lines[row] ?? '') + token;
    lines[row] ??= '';
  }
  return lines;
}

describe(LiveScreen.name, () => {
  it('redraws in place, ten times a second at most', async () => {
    const { screen, stdout, clock } = open();
    let frame = 0;
    for (let event = 0; event < 100; event++) screen.draw(() => [`frame ${++frame}`]);
    expect(frame).to.equal(1);
    expect(shown(stdout.text)).to.deep.equal(['frame 1', '']);
    await clock.advance(100);
    expect(frame).to.equal(2);
    expect(shown(stdout.text)).to.deep.equal(['frame 2', '']);
    screen.finish();
    expect(shown(stdout.text)).to.deep.equal(['frame 3', '']);
  });

  it('prints above the live lines', () => {
    const { screen, stdout } = open();
    screen.draw(() => ['executor >  awsecs (1)', 'HELLO']);
    screen.print('Hello from ECS Managed Instances!\nip-172-31-0-1\n');
    screen.finish();
    expect(shown(stdout.text)).to.deep.equal([
      'Hello from ECS Managed Instances!',
      'ip-172-31-0-1',
      'executor >  awsecs (1)',
      'HELLO',
      '',
    ]);
  });

  it('prints text higher than the terminal whole', () => {
    const { screen, stdout } = open();
    screen.draw(() => ['HELLO']);
    const text = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    screen.print(text.join('\n'));
    screen.finish();
    expect(shown(stdout.text)).to.deep.equal([...text, 'HELLO', '']);
  });

  it('writes errors to standard error and keeps the live lines below', () => {
    const { screen, stdout, stderr } = open();
    screen.draw(() => ['HELLO']);
    screen.printError('WARN: careful');
    screen.finish();
    expect(stderr.text).to.equal('WARN: careful\n');
    expect(shown(stdout.text)).to.deep.equal(['HELLO', '']);
  });

  it('leaves the last drawing standing, once, and lets go of its timer', () => {
    const { screen, stdout, clock } = open();
    screen.draw(() => ['one']);
    screen.draw(() => ['two']);
    screen.finish();
    screen.finish();
    screen.print('Completed');
    expect(shown(stdout.text)).to.deep.equal(['two', 'Completed', '']);
    expect(clock.timers).to.equal(0);
  });

  it('shows the cursor all the time', () => {
    const { screen, stdout, stderr } = open();
    screen.draw(() => ['one']);
    screen.finish();
    expect(stdout.text + stderr.text).to.not.include('\u001B[?25l');
  });
});
