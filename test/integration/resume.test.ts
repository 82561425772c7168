import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createRun, systemClock, systemRandom, type RunReporter, type RunResult } from '../../host/index.js';
import type { LocalCloud } from '../../local/index.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { useCloud } from './use-cloud.js';
import { quickstartConfig, type Workspace } from './workspace.js';

const ownManifest = fileURLToPath(new URL('../../../plugin.json', import.meta.url));
const SESSION = '12345678-9abc-4def-8123-456789abcdef';

const pipeline = `
process HELLO {
    container 'ubuntu:latest'
    output:
    stdout
    script:
    '''
    echo hello
    '''
}
process FILE {
    container 'ubuntu:latest'
    output:
    path 'out/*.txt'
    script:
    '''
    mkdir out
    echo one > out/1.txt
    '''
}
process FAILS {
    container 'ubuntu:latest'
    errorStrategy 'ignore'
    script:
    '''
    exit 3
    '''
}
workflow {
    HELLO() | view
    FILE()
    FAILS()
}
`;

/** The settings of a map as overrides, by their dotted paths. */
function flat(map: object, path = ''): { path: string; value: string | boolean | number }[] {
  return Object.entries(map).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${path}${name}.`)
      : [{ path: `${path}${name}`, value: value as string | boolean }],
  );
}

describe('a run that goes on with a session', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  let printed: string[];
  let cached: string[];

  useCloud((opened) => ({ workspace, cloud } = opened));

  beforeEach(async () => {
    await workspace.write('main.nf', pipeline);
    await workspace.write('nextflow.config', await quickstartConfig());
  });

  function recording(): RunReporter {
    const silent = (): void => undefined;
    return {
      started: silent,
      progress: silent,
      leftBehind: () => undefined,
      sweeping: () => undefined,
      cached: ({ name }) => void cached.push(name),
      submitted: silent,
      completed: silent,
      ignored: silent,
      finishing: silent,
      failed: silent,
      retried: silent,
      resubmitted: silent,
      output: (text) => void printed.push(text),
      stopping: silent,
    };
  }

  async function run(): Promise<{ readonly result: RunResult; readonly submits: number }> {
    printed = [];
    cached = [];
    const before = cloud.calls.count('ecs', 'RunTask');
    const engine = await createRun({
      scriptPath: join(workspace.folder, 'main.nf'),
      cwd: workspace.folder,
      workDir: 's3://my-bucket/work',
      resume: SESSION,
      configOverrides: [
        ...flat(cloud.settings()),
        ...flat({ trace: { enabled: true, overwrite: true, file: 'trace.txt', fields: 'name,status,exit' } }),
      ],
      builtInPlugins: [ownManifest],
      clock: systemClock,
      random: systemRandom,
      logger: new RecordingLogger(),
      reporter: recording(),
    });
    const result = await engine.execute();
    return { result, submits: cloud.calls.count('ecs', 'RunTask') - before };
  }

  async function traced(): Promise<readonly string[]> {
    const table = await readFile(join(workspace.folder, 'trace.txt'), 'utf8');
    return table.trimEnd().split('\n').slice(1).sort();
  }

  it('submits what has no results, and nothing else', async () => {
    const first = await run();
    expect(first.result).to.include({ status: 'succeeded', succeeded: 2, ignored: 1, cached: 0 });
    const again = await run();
    expect(again.result).to.include({ status: 'succeeded', succeeded: 0, cached: 2, ignored: 1 });
    expect(again.submits).to.equal(1);
    expect(printed).to.deep.equal(['hello\n\n']);
    expect(await traced()).to.deep.equal(['FAILS\tFAILED\t3', 'FILE\tCACHED\t0', 'HELLO\tCACHED\t0']);
    const [output = ''] = await workspace.taskFiles('1.txt');
    await rm(output);
    const third = await run();
    expect(third.result).to.include({ status: 'succeeded', cached: 1, succeeded: 1, ignored: 1 });
    expect(cached).to.deep.equal(['HELLO']);
  });

  it('runs again what has no work dir any more, though ECS remembers the task', async () => {
    await workspace.write('main.nf', pipeline.replace('exit 3', 'exit 0'));
    expect((await run()).result).to.include({ status: 'succeeded', succeeded: 3 });
    for (let removals = 0; removals < 2; removals++) {
      const [output = ''] = await workspace.taskFiles('1.txt');
      await rm(dirname(dirname(output)), { recursive: true });
      const { result, submits } = await run();
      expect(result).to.include({ status: 'succeeded', succeeded: 1, cached: 2 });
      expect(submits).to.equal(1);
      expect(await workspace.taskFiles('1.txt')).to.have.length(1);
    }
  });
});
