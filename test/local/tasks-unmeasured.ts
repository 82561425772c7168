/**
 * Node hands its own coverage setting to every child, past the environment the child is given: in the suite that
 * calls this, tasks do not get it, so that they see what they see without c8, and write no report.
 */
export function leaveTasksUnmeasured(): void {
  const folder = process.env['NODE_V8_COVERAGE'];
  before(() => {
    delete process.env['NODE_V8_COVERAGE'];
  });
  after(() => {
    if (folder !== undefined) process.env['NODE_V8_COVERAGE'] = folder;
  });
}
