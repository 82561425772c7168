import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readScenarioFile, readSecretsFile } from '../../../cli/commands/local-files.js';
import { startLocalCloud } from '../../../local/index.js';
import { isExecutorError } from '../../../spi/index.js';

describe('the files of the local cloud', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (text: string): Promise<void> => writeFile(join(folder, 'f.json'), text);

  async function refusal(reading: Promise<unknown>): Promise<string> {
    const error = await reading.then(
      () => new Error('it was taken'),
      (reason: unknown) => reason,
    );
    if (!isExecutorError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }

  describe(readScenarioFile.name, () => {
    const read = (runtime: 'auto' | 'simulated' = 'auto', virtualTime = false) =>
      readScenarioFile('f.json', { cwd: folder, runtime, virtualTime });

    it('reads for the cloud that is to be started', async () => {
      await write(
        '{"simulated": [{"durationMs": "1m"}], "events": [{"at": 0, "do": "jump-clock", "by": 5}]}',
      );
      expect(await read('simulated', true)).to.deep.equal({
        simulated: [{ durationMs: 60_000 }],
        events: [{ at: 0, do: 'jump-clock', by: 5 }],
      });
      const refused = await refusal(read('auto'));
      expect(refused).to.match(/^LOCAL_SCENARIO_INVALID: The scenario f\.json cannot be used: /);
      expect(refused).to.include('simulated').and.include('events[0]');
    });

    it('says that a file is no JSON', async () => {
      await write('{');
      expect(await refusal(read())).to.include('The scenario f.json cannot be used: it is not JSON');
    });

    it('knows the services of the cloud', async () => {
      const wrong = { calls: [{ service: 'dynamodb', effect: 'throttle' }] };
      await write(JSON.stringify(wrong));
      const cloud = await startLocalCloud({ dataDir: folder, runtime: 'simulated' });
      try {
        const words = 'allowed are ecs, ec2, logs, s3, wave';
        expect(await refusal(read())).to.include(words);
        expect(() => cloud.control.load(wrong as never)).to.throw(words);
      } finally {
        await cloud.close();
      }
    });
  });

  describe(readSecretsFile.name, () => {
    const read = () => readSecretsFile('f.json', folder);

    it('reads texts by name', async () => {
      await write('{"arn:aws:ssm:us-east-1:1:parameter/p": "v", "n": ""}');
      expect(await read()).to.deep.equal({ 'arn:aws:ssm:us-east-1:1:parameter/p': 'v', n: '' });
    });

    it('names file and members of what it cannot use, and never a value', async () => {
      for (const [text, why] of [
        ['hunter2', 'it is not JSON'],
        ['["hunter2"]', 'it is not an object'],
        ['"hunter2"', 'it is not an object'],
        ['null', 'it is not an object'],
        [
          '{"a": "ok", "b": {"c": "hunter2"}, "d": ["hunter2"]}',
          "the value of 'b' is not a text; the value of 'd' is not a text",
        ],
      ] as const) {
        await write(text);
        const refused = await refusal(read());
        expect(refused).to.match(/^LOCAL_SECRETS_INVALID: The secrets file f\.json cannot be used: /);
        expect(refused).to.include(why).and.not.include('hunter');
      }
    });

    it('says that there is no such file', async () => {
      expect(await refusal(read())).to.match(
        /^LOCAL_SECRETS_UNREADABLE: The secrets file f\.json cannot be read: ENOENT/,
      );
    });
  });
});
