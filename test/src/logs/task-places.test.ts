import { expect } from 'chai';
import { TaskPlaces } from '../../../src/logs/task-places.js';
import { awsEcsConfig, TASK_ARN } from '../aws-builders.js';

const STREAM = 'nf/main/0123456789abcdef in the log group /aws/ecs/nextflow';

describe(TaskPlaces.name, () => {
  it('names the log stream, its page and the task’s in the console', () => {
    const places = new TaskPlaces(awsEcsConfig(), { isLocal: false }).of(TASK_ARN, true);
    expect(places.map(({ what }) => what)).to.deep.equal(['Log stream', 'Console', 'Task']);
    const [stream, page, task] = places.map(({ where }) => where);
    expect(stream).to.equal(STREAM);
    expect(page).to.include('/cloudwatch/home').and.include('nf$252Fmain$252F0123456789abcdef');
    expect(task).to.include('/ecs/v2/clusters/nextflow-cluster/tasks/0123456789abcdef/');
  });

  it('leads nobody to AWS’s console for a task of a local cloud', () => {
    const places = new TaskPlaces(awsEcsConfig(), { isLocal: true }).of(TASK_ARN, true);
    expect(places).to.deep.equal([{ what: 'Log stream', where: STREAM }]);
  });

  it('names no log of a task whose container never began', () => {
    const places = new TaskPlaces(awsEcsConfig(), { isLocal: false }).of(TASK_ARN, false);
    expect(places.map(({ what }) => what)).to.deep.equal(['Task']);
    expect(new TaskPlaces(awsEcsConfig(), { isLocal: true }).of(TASK_ARN, false)).to.deep.equal([]);
  });

  it('has the stream alone in a partition whose console is not known', () => {
    const arn = TASK_ARN.replace('arn:aws:', 'arn:aws-iso:');
    expect(new TaskPlaces(awsEcsConfig(), { isLocal: false }).of(arn, true).length).to.equal(1);
  });
});
