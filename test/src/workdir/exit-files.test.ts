import { expect } from 'chai';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { ExitFiles } from '../../../src/workdir/exit-files.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { taskRun } from '../../support/task-run-builder.js';
import { serviceError } from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { stubWorkDirApi } from '../stub-ports.js';

const TASK = taskRun();
const EXIT_FILE = `${TASK.workDir}/.exitcode`;

class FilesRig {
  readonly logger = new RecordingLogger();
  readonly workDir = stubWorkDirApi({ [EXIT_FILE]: '3\n' });
  readonly files = new ExitFiles(this.workDir, this.logger);
}

describe(ExitFiles.name, () => {
  it('reads the status, and none where there is no file', async () => {
    const rig = new FilesRig();
    expect(await rig.files.statusOf(TASK)).to.equal(3);
    expect(await rig.files.statusOf(taskRun({ workDir: 's3://my-bucket/work/other' }))).to.equal(undefined);
  });

  for (const [kind, code] of [
    ['throttled', 'SlowDown'],
    ['unavailable', 'InternalError'],
    ['denied', 'ExpiredToken'],
  ] as const) {
    it(`fails while S3 answers ${code}, and says that tasks wait`, async () => {
      const rig = new FilesRig();
      const failure = new AwsServiceError('s3:GetObject', kind, code, 'no');
      rig.workDir.readText.rejects(failure);
      expect(await failureOf(rig.files.statusOf(TASK))).to.equal(failure);
      expect(rig.logger.messages('warn')[0]).to.match(
        /^Exit files in the work dir cannot be read: .* wait until they can be\.$/,
      );
    });
  }

  // S3 answers 403 for an object that is not there where the caller may not list the bucket.
  for (const [kind, code] of [
    ['denied', 'AccessDenied'],
    ['refused', 'NoSuchBucket'],
  ] as const) {
    it(`has none where S3 answers ${code}, and says what to allow`, async () => {
      const rig = new FilesRig();
      rig.workDir.readText.rejects(new AwsServiceError('s3:GetObject', kind, code, 'no'));
      expect(await rig.files.statusOf(TASK)).to.equal(undefined);
      expect(rig.logger.messages('warn')[0])
        .to.include(EXIT_FILE)
        .and.include(code)
        .and.include('s3:GetObject and s3:ListBucket');
    });
  }

  it('says a cause once, however many tasks wait, and anew when it comes back', async () => {
    const rig = new FilesRig();
    const works = rig.workDir.readText;
    const warnings = async (failure: Error | undefined): Promise<number> => {
      rig.workDir.readText = failure === undefined ? works : stubWorkDirApi().readText.rejects(failure);
      for (let n = 0; n < 50; n++) await rig.files.statusOf(TASK).catch(() => undefined);
      return rig.logger.messages('warn').length;
    };
    expect(await warnings(serviceError('throttled'))).to.equal(1);
    expect(await warnings(serviceError('unavailable'))).to.equal(2);
    expect(await warnings(undefined)).to.equal(2);
    expect(await warnings(serviceError('unavailable'))).to.equal(3);
  });

  it('hides no fault of its own', async () => {
    const rig = new FilesRig();
    rig.workDir.readText.rejects(new TypeError('bug'));
    expect(await failureOf(rig.files.statusOf(TASK))).to.be.instanceOf(TypeError);
    expect(rig.logger.entries).to.deep.equal([]);
  });
});
