import { inject, injectable } from 'tsyringe';
import { SubmitError, type TaskRun } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { AwsServiceError } from '../aws/service-error.js';
import { WorkDirApi } from '../aws/work-dir-api.js';
import { readSubmissionRecord, submissionRecord, submissionRecordUri } from './submission-record.js';

/** Keeps in the work dirs which definite try of a submit is the latest; see client-token.ts. */
@injectable()
export class SubmissionRecords {
  constructor(
    @inject(WorkDirApi) private readonly workDir: WorkDirApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
  ) {}

  /**
   * The latest try that anyone has noted; 0 where nobody has.
   * @throws AwsServiceError, or SubmitError (SUBMIT_UNCERTAIN) where the record says nothing.
   */
  async last(task: TaskRun): Promise<number> {
    const uri = submissionRecordUri(task);
    const text = await this.patiently('reading what was submitted', () => this.read(uri));
    const n = text === undefined ? 0 : readSubmissionRecord(text);
    if (n === undefined) throw unreadable(task, uri);
    return n;
  }

  /**
   * Notes a try before it is sent, so that whoever finds the work dir knows which token may be in use.
   * @throws AwsServiceError
   */
  note(task: TaskRun, n: number): Promise<void> {
    const write = (): Promise<void> => this.workDir.writeText(submissionRecordUri(task), submissionRecord(n));
    return this.patiently('noting what is submitted', write);
  }

  /** Without s3:ListBucket S3 answers AccessDenied for an object that is not there (GetObject, API reference). */
  private async read(uri: string): Promise<string | undefined> {
    try {
      return await this.workDir.readText(uri);
    } catch (error) {
      if (error instanceof AwsServiceError && error.awsCode === 'AccessDenied') return undefined;
      throw error;
    }
  }

  private patiently<T>(what: string, action: () => Promise<T>): Promise<T> {
    return this.calls.repeat(what, action, {});
  }
}

function unreadable({ name }: TaskRun, uri: string): SubmitError {
  return new SubmitError(
    `Task ${name} may run on ECS unseen: the record of its submit says nothing that is understood (${uri}). Run without ` +
      '-resume, or remove the file where no task of that work dir runs.',
    { code: 'SUBMIT_UNCERTAIN', uncertain: true },
  );
}
