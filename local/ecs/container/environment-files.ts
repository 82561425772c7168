/** S3 as the agent reads environment files from it. */
export interface EnvironmentFiles {
  /**
   * The text of an object; `undefined` where there is none.
   *
   * @param s3Arn `arn:aws:s3:::bucket/key`
   */
  read(s3Arn: string): Promise<string | undefined>;
}

/** Holds no file. */
export const noEnvironmentFiles: EnvironmentFiles = { read: () => Promise.resolve(undefined) };

/**
 * The variables of an environment file: `VARIABLE=VALUE` a line, `#` lines are comments, spaces and quotes belong to
 * the value. What is no such line is passed over, as Docker's own reader of such files does.
 */
export function environmentLines(text: string): [name: string, value: string][] {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => !line.startsWith('#') && line.indexOf('=') > 0)
    .map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    });
}
