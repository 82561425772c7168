import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

describe('nf-awsecs log and clean', function () {
  this.timeout(90_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  let env: Record<string, string>;
  useCloud((opened) => {
    ({ workspace, cloud } = opened);
    env = cloudEnvironment(cloud);
  });

  const run = (...args: string[]): ReturnType<Workspace['run']> => workspace.run(args, { env });

  it('list a run and its resumption, and remove what each has for itself', async () => {
    await workspace.pipeline({ HELLO: 'echo hello > out.txt' });
    expect((await run(...line, '-name', 'first')).code).to.equal(0);
    expect((await run(...line, '-name', 'second', '-resume')).code).to.equal(0);

    const runs = (await run('log')).stdout.split('\n');
    expect(runs[1]).to.match(
      / first +OK +[0-9a-f-]{36} +nf-awsecs run main\.nf -work-dir s3:\/\/my-bucket\/work -name first$/,
    );
    expect(runs[2]).to.match(/ second +OK +[0-9a-f-]{36} .* -resume$/);
    const tasks = await run('log', 'second', '-f', 'name,status');
    expect(tasks.stdout).to.equal('HELLO\tCACHED\n');

    const shared = await run('clean', 'first', '-f');
    expect(shared.stdout).to.contain('1 work dir stays: used by second of the same session.');
    expect(await workspace.taskFiles('out.txt')).to.have.length(1);
    const told = await run('clean');
    expect(told.stdout).to.match(
      /Would remove s3:\/\/my-bucket\/work\/[0-9a-f]{2}\/[0-9a-f]{30} \(\d+ files, /,
    );
    expect(await workspace.taskFiles('out.txt')).to.have.length(1);
    const removed = await run('clean', '-f');
    expect(removed.code, removed.stderr).to.equal(0);
    for (const name of ['out.txt', '.command.run', '.exitcode'])
      expect(await workspace.taskFiles(name)).to.deep.equal([]);
    expect((await run('log')).stderr).to.contain('HISTORY_EMPTY');
  });

  it('leave a session that runs all anew where it is gone on with', async () => {
    await workspace.pipeline({ HELLO: 'echo hello > out.txt' });
    expect((await run(...line, '-name', 'first')).code).to.equal(0);
    const [id = ''] = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec((await run('log')).stdout) ?? [];
    expect((await run('clean', 'first', '-f')).code).to.equal(0);
    const again = await run(...line, '-name', 'second', '-resume', id);
    expect(again.code, again.stderr).to.equal(0);
    expect((await run('log', 'second', '-f', 'name,status')).stdout).to.equal('HELLO\tCOMPLETED\n');
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(2);
    expect(await workspace.taskFiles('out.txt')).to.have.length(1);
  });

  it('keep a killed run whose task runs, until that is stopped', async () => {
    await workspace.pipeline({ NAP: `touch started\nsleep ${workspace.nap}` });
    const killed = workspace.start([...line, '-name', 'calm_bohr'], { env });
    await workspace.taskFolders('started', 1);
    killed.signal('SIGKILL');
    await killed.exit();
    expect((await run('log')).stdout).to.match(/calm_bohr +KILLED/);
    const kept = await run('clean', 'calm_bohr', '-f');
    expect(kept.code).to.equal(1);
    expect(kept.stderr).to.contain('Run calm_bohr stays: 1 task of its session still runs.');
    expect(await workspace.taskFiles('started')).to.have.length(1);
    expect((await run('stop', 'calm_bohr')).code).to.equal(0);
    const cleaned = await run('clean', 'calm_bohr', '-f');
    expect(cleaned.code, cleaned.stderr).to.equal(0);
    expect(await workspace.taskFiles('.command.run')).to.deep.equal([]);
  });

  it('deregister definitions on request, which a later run registers anew', async () => {
    await workspace.pipeline({ HELLO: 'echo hello' });
    expect((await run(...line)).code).to.equal(0);
    const young = await run('clean', '-definitions', '-f');
    expect(young.stdout).to.contain('1 task definition stays: registered since');
    const later = ['clean', '-definitions', '-before', '2999-01-01'];
    expect((await run(...later)).stdout).to.match(/^Would deregister nf-\S+-[0-9a-f]{32}:1 /);
    expect(cloud.calls.count('ecs', 'DeregisterTaskDefinition')).to.equal(0);
    expect((await run(...later, '-f')).stdout).to.contain(
      'Deregistered 1 task definition of before 2999-01-01',
    );
    expect(cloud.calls.count('ecs', 'DeregisterTaskDefinition')).to.equal(1);
    expect((await run(...later)).stdout).to.contain('Would deregister 0 task definitions');
    expect((await run(...line)).code).to.equal(0);
    expect(cloud.calls.count('ecs', 'RegisterTaskDefinition')).to.equal(2);
  });
});
