import { expect } from 'chai';
import { TaskPlaces } from '../../../src/logs/task-places.js';
import { awsEcsConfig, TASK_ARN } from '../aws-builders.js';
import { stubEndpoint } from '../stub-ports.js';

const STREAM = 'nf/main/0123456789abcdef in the log group /aws/ecs/nextflow';

describe(TaskPlaces.name, () => {
  it('names the log stream, its page and the task’s in the console', async () => {
    const endpoint = stubEndpoint();
    endpoint.isLoopback.resolves(false);
    const places = await new TaskPlaces(awsEcsConfig(), endpoint).of(TASK_ARN);
    expect(places.map(({ what }) => what)).to.deep.equal(['Log stream', 'Console', 'Task']);
    const [stream, console, task] = places.map(({ where }) => where);
    expect(stream).to.equal(STREAM);
    expect(console).to.include('/cloudwatch/home').and.include('nf$252Fmain$252F0123456789abcdef');
    expect(task).to.include('/ecs/v2/clusters/nextflow-cluster/tasks/0123456789abcdef/');
  });

  it('leads nobody to AWS’s console for a task of a local cloud, and asks once whether it is one', async () => {
    const endpoint = stubEndpoint();
    const places = new TaskPlaces(awsEcsConfig(), endpoint);
    for (let time = 0; time < 3; time++)
      expect(await places.of(TASK_ARN)).to.deep.equal([{ what: 'Log stream', where: STREAM }]);
    expect(endpoint.isLoopback.callCount).to.equal(1);
  });

  it('has the stream alone in a partition whose console is not known, and keeps a verdict from no one', async () => {
    const endpoint = stubEndpoint();
    endpoint.isLoopback.rejects(new Error('no region'));
    const arn = TASK_ARN.replace('arn:aws:', 'arn:aws-iso:');
    expect((await new TaskPlaces(awsEcsConfig(), endpoint).of(arn)).length).to.equal(1);
  });
});
