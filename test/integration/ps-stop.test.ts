import { expect } from 'chai';
import type { Command } from './command.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, type Workspace } from './workspace.js';

interface Listed {
  readonly runName: string;
  readonly engine: string;
  readonly state: string;
}

describe('nf-awsecs ps and stop beside two runs on one cluster', function () {
  this.timeout(90_000);
  let workspace: Workspace;
  let env: Record<string, string>;
  useCloud(
    (opened) => {
      ({ workspace } = opened);
      env = cloudEnvironment(opened.cloud);
    },
    // A task of this moment is to be listed.
    { consistency: 0 },
  );

  async function begin(name: string, tasks: number): Promise<Command> {
    const run = workspace.start(['run', 'main.nf', '-work-dir', 's3://my-bucket/work', '-name', name], {
      env,
    });
    await workspace.taskFolders('started', tasks);
    return run;
  }

  async function listed(): Promise<readonly Listed[]> {
    const { code, stdout, stderr } = await workspace.run(['ps', '-o', 'json'], { env });
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout) as readonly Listed[];
  }

  it('shows what a killed engine left, and stops that alone', async () => {
    await workspace.pipeline({ NAP: `touch started\nsleep ${workspace.nap}` });
    const dying = await begin('calm_bohr', 1);
    const living = await begin('happy_curie', 2);
    dying.signal('SIGKILL');
    await dying.exit();

    const engines = (await listed()).map(({ runName, engine, state }) => [runName, engine, state]);
    expect(engines).to.have.deep.members([
      ['calm_bohr', 'dead', 'RUNNING'],
      ['happy_curie', 'alive', 'RUNNING'],
    ]);

    const both = await workspace.run(['stop', 'calm_bohr', 'happy_curie'], { env });
    expect([both.code, both.stdout]).to.deep.equal([1, '1 task told to stop.\n'], both.stderr);
    expect(both.stderr).to.match(
      /Left alone: 1 task of run happy_curie .*its engine lives \(process \d+ on /,
    );
    expect((await listed()).map(({ runName }) => runName)).to.deep.equal(['happy_curie']);
    expect(living.running).to.equal(true);
    living.signal('SIGINT');
    expect(await living.exit()).to.equal(130);
    const nothing = await workspace.run(['ps'], { env });
    expect(nothing).to.deep.equal({ code: 0, stdout: '', stderr: 'No task of a run is running.\n' });
  });
});
