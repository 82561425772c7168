import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const command = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

const pipeline = `process GREEDY {
    container 'nf-awsecs-e2e:bash'
    memory { 64.MB * task.attempt * task.attempt * task.attempt }
    errorStrategy { task.exitStatus == 137 ? 'retry' : 'terminate' }
    maxRetries MOST

    output:
    stdout

    script:
    '''
    x=$(head -c 100000000 /dev/zero | tr "\\\\0" a); echo "held \${#x} bytes"
    '''
}
workflow { GREEDY | view }
`;

const config = `process.executor = 'awsecs'
aws {
    region = 'us-east-1'
    ecs {
        cluster = 'nextflow-cluster'
        executionRole = 'arn:aws:iam::123456789:role/ecsTaskExecutionRole'
    }
}
wave.enabled = true
fusion {
    enabled = true
    privileged = false
}
`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('nf-awsecs run with tasks in real containers', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-greedy-')));
    await writeFile(join(folder, 'nextflow.config'), config);
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  async function runWith(mostRetries: number): Promise<Ended> {
    await writeFile(join(folder, 'main.nf'), pipeline.replace('MOST', String(mostRetries)));
    const args = [
      command,
      'run',
      'main.nf',
      '-w',
      's3://my-bucket/work',
      '-local',
      '-local-runtime',
      'container',
    ];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  }

  it('names want of memory where the kernel killed the command for it, and what it was given', async () => {
    const { code, stderr } = await runWith(0);
    expect(stderr, stderr).to.include('took more memory than its 64 MB').and.to.include('[OUT_OF_MEMORY]');
    expect(code).to.equal(1);
  });

  it('gets through on more memory, which the directive asks for with each attempt', async () => {
    const { code, stdout, stderr } = await runWith(2);
    expect(stderr, stderr).to.not.include('ERROR');
    expect(stdout)
      .to.include('held 100000000 bytes')
      .and.to.match(/retried \(/);
    expect(code).to.equal(0);
  });
});
