import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const hooks = fileURLToPath(new URL('./hooks.js', import.meta.url));

const leaks: readonly (readonly [string, string, RegExp])[] = [
  ['a timer', 'setTimeout(() => {}, 60000)', /Timeout/],
  ['an interval', 'setInterval(() => {}, 60000)', /Timeout/],
  [
    'a server',
    "await new Promise((resolve) => net.createServer().listen(0, '127.0.0.1', resolve))",
    /TCPServerWrap/,
  ],
  [
    'a socket',
    "const server = net.createServer((peer) => peer.unref()).listen(0, '127.0.0.1'); await events.once(server, 'listening'); await events.once(net.connect(server.address().port, '127.0.0.1'), 'connect'); server.close(); server.unref()",
    /TCPSocketWrap/,
  ],
  ['a child', "child.spawn('sleep', ['60'], { stdio: 'ignore' })", /ProcessWrap/],
  [
    'a child that nobody waits for',
    "child.spawn('sleep', ['60'], { stdio: 'ignore', detached: true }).unref()",
    /process \d+ \(sleep 60\)/,
  ],
  [
    'a grandchild',
    "await events.once(child.spawn('sh', ['-c', 'sleep 60 & exit 0'], { stdio: 'ignore' }), 'exit')",
    /process \d+ \(sleep 60\)/,
  ],
  [
    'a worker',
    "await events.once(new Worker('setInterval(() => {}, 1000)', { eval: true }), 'online')",
    /Worker|MessagePort/,
  ],
  ['an open file', 'globalThis.kept = await fs.promises.open(process.execPath)', /1 open files/],
  ['a temporary folder', "fs.mkdtempSync(os.tmpdir() + '/left-')", /left-\w+ in the temporary folder/],
  ['an unhandled rejection', "Promise.reject(new Error('oh'))", /a rejection unhandled/],
  ['a listener', "process.on('SIGUSR2', () => {})", /listener on process of SIGUSR2/],
  ['a variable', "process.env.LEFT = 'yes'", /the environment variable LEFT/],
  ['a variable less', 'delete process.env.HOME', /the environment variable HOME/],
  ['another current folder', "process.chdir('/')", /another current folder \(\/\)/],
];

describe('the hooks of every test', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hooks-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** What a runner says of a test with this body, and how it exits. */
  async function verdict(body: string): Promise<{ readonly code: unknown; readonly said: string }> {
    await writeFile(
      join(folder, 'leaky.mjs'),
      `import child from 'node:child_process';
import events from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
after(() => setTimeout(() => process.exit(), 500).unref());
it('leaves something', async () => { ${body}; });
`,
    );
    const args = [mocha, '--no-config', '--exit', '--require', hooks, join(folder, 'leaky.mjs')];
    // In a group of its own, so that what it leaves can be ended.
    const runner = spawn(process.execPath, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [runner.stdout, runner.stderr])
      stream.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(runner, 'close')) as [unknown];
    return { code, said };
  }

  for (const [what, body, words] of leaks) {
    it(`fail a test that leaves ${what}`, async () => {
      const { code, said } = await verdict(body);
      try {
        expect(said).to.match(words);
        expect(code).to.not.equal(0);
      } finally {
        endSleeps(said);
      }
    });
  }

  it('pass a test that takes all of it away again', async () => {
    const { code, said } = await verdict(
      "const running = child.spawn('true'); await events.once(running, 'close'); const made = fs.mkdtempSync(os.tmpdir() + '/x-'); fs.rmdirSync(made); clearTimeout(setTimeout(() => {}, 1000)); const file = await fs.promises.open(process.execPath); await file.close(); const server = net.createServer().listen(0); await events.once(server, 'listening'); server.close(); const worker = new Worker('', { eval: true }); await events.once(worker, 'exit')",
    );
    expect(code, said).to.equal(0);
    expect(said).to.contain('1 passing');
  });
});

/** Ends the processes that a report names. */
function endSleeps(said: string): void {
  for (const [, pid] of said.matchAll(/process (\d+) \(sleep 60\)/g)) process.kill(Number(pid), 'SIGKILL');
}
