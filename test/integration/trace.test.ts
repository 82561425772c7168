import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTable } from '../support/read-table.js';
import { Workspace } from './workspace.js';

const run = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work', '-local'];

describe('the trace of a run', function () {
  this.timeout(60_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  it('has a row for every task, with what it measured and what the executor knows', async () => {
    await workspace.pipeline({
      WORKS: 'head -c 2000000 /dev/zero > big; cat big > copy; sleep 0.4',
      FAILS: 'sleep 1; exit 3',
    });
    const { code, stdout, stderr } = await workspace.run([...run, '-with-trace', 'out/trace.txt']);
    expect(code, stderr).to.equal(1);
    expect(stdout).to.match(/^trace: {4}out\/trace\.txt$/m);
    const rows = await readTable(join(workspace.folder, 'out/trace.txt'));
    const byName = new Map(rows.map((row) => [row.get('name'), row]));
    const [works, fails] = [byName.get('WORKS')!, byName.get('FAILS')!];
    expect([works.get('status'), works.get('exit')]).to.deep.equal(['COMPLETED', '0']);
    expect([fails.get('status'), fails.get('exit')]).to.deep.equal(['FAILED', '3']);
    expect(works.get('native_id')).to.match(/^arn:aws:ecs:us-east-1:\d{12}:task\//);
    expect(works.get('hash')).to.match(/^[0-9a-f]{2}\/[0-9a-f]{6}$/);
    expect(works.get('submit')).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(works.get('duration')).to.match(/^([\d.]+s|\d+ms|\d+m.*)$/);
    if (process.platform === 'linux') {
      expect(works.get('wchar')).to.match(/^3\.[89] MB$/);
      expect(works.get('peak_rss')).to.match(/^[\d.]+ MB$/);
    }
    expect(works.get('cluster')).to.match(/nextflow-cluster/);
    expect(works.get('instance_id')).to.match(/^i-[0-9a-f]+$/);
    expect(works.get('cost')).to.match(/^\$\d+\.\d{4,6}$/);
  });

  it('is not begun over a file that is there, and nothing is launched', async () => {
    await workspace.pipeline({ HELLO: 'true' });
    await workspace.write('trace.txt', 'mine');
    const { code, stderr } = await workspace.run([...run, '-with-trace', 'trace.txt']);
    expect(code).to.equal(1);
    expect(stderr).to.contain('Cannot write the trace to trace.txt: the file is there already.');
    expect(await workspace.taskFiles('.command.run')).to.deep.equal([]);
  });

  it('has a name of its own where none is given, and measures nothing for columns that need nothing', async () => {
    await workspace.pipeline({ HELLO: 'true' });
    await workspace.write('fields.config', "trace.fields = 'task_id,status'\n");
    const { code, stderr } = await workspace.run([...run, '-c', 'fields.config', '-with-trace']);
    expect(code, stderr).to.equal(0);
    const names = (await readdir(workspace.folder)).filter((name) => /^trace-\d{8}-\d{1,8}\.txt$/.test(name));
    expect(names).to.have.length(1);
    const [row] = await readTable(join(workspace.folder, names[0]!));
    expect([...row!]).to.deep.equal([
      ['task_id', '1'],
      ['status', 'COMPLETED'],
    ]);
    expect(await workspace.taskFiles('.command.trace')).to.deep.equal([]);
  });
});
