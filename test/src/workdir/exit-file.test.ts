import { expect } from 'chai';
import { readExitFile } from '../../../src/workdir/exit-file.js';
import { taskRun } from '../../support/task-run-builder.js';
import { serviceError } from '../aws-builders.js';
import { stubWorkDirApi } from '../stub-ports.js';

const TASK = taskRun();

describe(readExitFile.name, () => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['137\n', 137],
    ['  3 ', 3],
    ['', undefined],
    ['\n', undefined],
    ['-1', undefined],
    ['1234', undefined],
    ['0x1', undefined],
    ['1 2', undefined],
    ['three', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)} as ${String(expected)}`, async () => {
      const workDir = stubWorkDirApi({ [`${TASK.workDir}/.exitcode`]: text });
      expect(await readExitFile(workDir, TASK)).to.equal(expected);
    });
  }

  it('tells a file that is not there from one that cannot be read', async () => {
    expect(await readExitFile(stubWorkDirApi(), TASK)).to.equal(undefined);
    const broken = stubWorkDirApi();
    const failure = serviceError('unavailable');
    broken.readText.rejects(failure);
    const error: unknown = await readExitFile(broken, TASK).catch((cause: unknown) => cause);
    expect(error).to.equal(failure);
  });
});
