import { expect } from 'chai';
import { AwsEcsPlanner } from '../../../src/plan/aws-ecs-planner.js';
import type { AwsEcsPlan, PlannedProcess, ProcessToPlan } from '../../../src/plan/run-plan.js';
import { PreconditionError } from '../../../spi/index.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, definition, miProvider, serviceError } from '../aws-builders.js';
import { ExecutorRig, HELLO } from '../executor-rig.js';
import { failureOf } from '../settle-with.js';

function hello(changes: Partial<ProcessToPlan> = {}): ProcessToPlan {
  return { definition: HELLO, sample: taskRun(), imagePending: false, ...changes };
}

function planOn(rig: ExecutorRig, ...processes: ProcessToPlan[]): Promise<AwsEcsPlan> {
  return rig.scope.resolve(AwsEcsPlanner).plan(processes);
}

async function onlyProcess(plan: Promise<AwsEcsPlan>): Promise<PlannedProcess> {
  return (await plan).processes[0]!;
}

describe(AwsEcsPlanner.name, () => {
  it('says where the tasks go and why, in which network and why', async () => {
    const plan = await planOn(new ExecutorRig(), hello());
    expect(plan).to.include({
      cluster: CLUSTER_ARN,
      region: 'us-east-1',
      logsGroup: '/aws/ecs/nextflow',
    });
    const [way] = plan.processes[0]!.ways;
    expect(way).to.include({ provider: 'MANAGED_INSTANCES', capacityType: 'ON_DEMAND' });
    expect(way.reason).to.match(/on-demand provider/);
    expect(way.network).to.deep.equal({
      mode: 'host',
      reason: 'the subnets lead to neither a NAT gateway nor an S3 endpoint',
    });
  });

  it('gives the request that a submit of the same task sends', async () => {
    const rig = new ExecutorRig();
    const planned = await onlyProcess(planOn(rig, hello({ sample: taskRun({ id: 1 }) })));
    await rig.run();
    const [sent] = rig.ecs.runTask.firstCall.args;
    const registered = rig.ecs.registerTaskDefinition.firstCall.args[0];
    const { definition: plannedDefinition, runTask } = planned.ways[0];
    const revised = { ...runTask, taskDefinition: runTask.taskDefinition?.replace('<revision>', '1') };
    expect(revised).to.deep.equal(sent);
    expect({ family: plannedDefinition.family, ...plannedDefinition.content }).to.deep.equal(registered);
  });

  it('changes nothing: it registers nothing, starts nothing and creates no log group', async () => {
    const rig = new ExecutorRig();
    await planOn(rig, hello(), hello({ definition: { ...HELLO, name: 'OTHER' } }));
    const { registerTaskDefinition, runTask, stopTask, describeTaskDefinition } = rig.ecs;
    expect([registerTaskDefinition, runTask, stopTask].map(({ callCount }) => callCount)).to.deep.equal([
      0, 0, 0,
    ]);
    expect(rig.logs.createGroup.callCount + rig.logs.readPage.callCount).to.equal(0);
    // Both processes have one content.
    expect(describeTaskDefinition.callCount).to.equal(1);
  });

  it('finds a definition that an earlier run registered', async () => {
    const rig = new ExecutorRig();
    const { content, family = '' } = (await onlyProcess(planOn(rig, hello()))).ways[0].definition;
    const again = new ExecutorRig();
    again.ecs.describeTaskDefinition.resolves(definition(family, { ...content }, 7));
    const { definition: found, runTask } = (await onlyProcess(planOn(again, hello()))).ways[0];
    expect(found).to.include({ action: 'reuse', family });
    expect(runTask.taskDefinition).to.equal(found.arn).and.match(/:7$/);
  });

  it('looks for no definition of an image that is not known before the run', async () => {
    const rig = new ExecutorRig();
    const { definition: found, runTask } = (await onlyProcess(planOn(rig, hello({ imagePending: true }))))
      .ways[0];
    expect(found.action).to.equal('undecided');
    expect(found).to.not.have.any.keys('family', 'arn');
    expect(runTask.taskDefinition).to.match(/:task-definition\/<family>:<revision>$/);
    expect(rig.ecs.describeTaskDefinition.callCount).to.equal(0);
  });

  it('refuses what a start refuses, with the same words', async () => {
    const rig = new ExecutorRig();
    rig.ecs.describeCapacityProviders.resolves([miProvider({ status: 'DEPROVISIONING' })]);
    const planned = await failureOf(planOn(rig, hello()));
    const started = await failureOf(rig.executor.start([HELLO]));
    expect(planned).to.be.instanceOf(PreconditionError);
    expect(String(planned)).to.equal(String(started));
    await rig.executor.shutdown();
  });

  it('fails where ECS may not be asked', async () => {
    const rig = new ExecutorRig();
    const denied = serviceError('denied');
    rig.ecs.describeTaskDefinition.rejects(denied);
    expect(await planOn(rig, hello()).catch((error: unknown) => error)).to.equal(denied);
  });
});
