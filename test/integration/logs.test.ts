import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

describe('nf-awsecs logs', function () {
  this.timeout(60_000);

  describe('of a cloud that stays', () => {
    let workspace: Workspace;
    let cloud: LocalCloud;
    useCloud((opened) => ({ workspace, cloud } = opened));

    it('shows by a failure’s hash what CloudWatch kept, also where the work dirs are gone', async () => {
      await workspace.pipeline({ BAD: 'echo out of it; echo no good >&2; exit 3' });
      const env = cloudEnvironment(cloud);
      const run = await workspace.run(line, { env });
      expect(run.code).to.equal(1);
      const [, hash = ''] = /nf-awsecs logs (\S+)/.exec(run.stderr) ?? [];
      expect(hash, run.stderr).to.match(/^[0-9a-f]{2}\/[0-9a-f]{6}$/);
      await rm(join(workspace.folder, '.nf-awsecs', 'local', 's3', 'my-bucket', 'work'), { recursive: true });
      const logs = await workspace.run(['logs', hash], { env });
      expect(logs).to.deep.include({ code: 0, stderr: '' });
      expect(logs.stdout.split('\n').sort()).to.deep.equal(['', 'no good', 'out of it']);
    });

    it('follows a run until its tasks end, and takes up those that begin meanwhile', async () => {
      await workspace.pipeline({
        FIRST: ': > started; echo one; while [ ! -e go ]; do sleep 0.1; done; echo two',
        SECOND: ': > started; while [ ! -e go ]; do sleep 0.1; done; echo three',
      });
      const env = cloudEnvironment(cloud);
      // Room for one: the second is submitted when the first ends.
      const run = workspace.start([...line, '-executor.queueSize', '1'], { env });
      const [folder = ''] = await workspace.taskFolders('started', 1);
      const logs = workspace.start(['logs', '-f'], { env });
      await logs.says(/\[FIRST\] one/);
      await writeFile(join(folder, 'go'), '');
      // Lines of two tasks that come at different looks stand as they came: each is to come by itself.
      await logs.says(/\[FIRST\] two/);
      const folders = await workspace.taskFolders('started', 2);
      for (const each of folders) await writeFile(join(each, 'go'), '');
      expect(await run.exit(), run.output).to.equal(0);
      expect(await logs.exit(), logs.output).to.equal(0);
      expect(logs.stdout).to.equal('[FIRST] one\n[FIRST] two\n[SECOND] three\n');
    });
  });

  it('shows what a run with a cloud of its own left, and says so', async () => {
    const workspace = await Workspace.open();
    try {
      await workspace.pipeline({ HELLO: 'echo hello' });
      await workspace.run([...line, '-local']);
      const logs = await workspace.run(['logs', 'HELLO']);
      expect(logs.stdout).to.equal('hello\n');
      expect(logs.stderr).to.include('The cloud of this run ended with it');
      expect(logs.code).to.equal(0);
      const none = await workspace.run(['logs', 'HELO']);
      expect(none.code).to.equal(1);
      expect(none.stderr).to.include('Did you mean HELLO?');
    } finally {
      await workspace.close();
    }
  });
});
