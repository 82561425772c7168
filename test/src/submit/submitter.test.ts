import { expect } from 'chai';
import { RequestError, ShutdownError, SubmitError } from '../../../spi/index.js';
import type { EcsTask, RunTaskInput } from '../../../src/aws/ecs-api.js';
import { Submitter } from '../../../src/submit/submitter.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, ecsTask, serviceError, TASK_ARN, taskPlan, taskWay } from '../aws-builders.js';
import { BOUND, SubmitRig, token } from './submit-rig.js';
import { failureOf, settledWith, watch } from '../settle-with.js';
import { roomWait } from '../room-wait.js';

const AWSVPC = { mode: 'awsvpc', subnets: ['subnet-a'], securityGroups: ['sg-a'] } as const;
const NO_PUBLIC_IP = serviceError('refused', 'assignPublicIp is not supported');

describe(Submitter.name, () => {
  it('registers the definition and starts the task with its resources as overrides', async () => {
    const rig = new SubmitRig();
    const task = await rig.submit();
    expect(task.lastStatus).to.equal('PROVISIONING');
    expect(rig.ecs.registerTaskDefinition.args[0]?.[0]).to.deep.include({ cpu: '256', memory: '512' });
    const [input] = rig.sent as [RunTaskInput];
    expect(input.overrides).to.deep.include({ cpu: '2048', memory: '4096' });
    expect(input.taskDefinition).to.match(/:task-definition\/nf-ubuntu-latest-[0-9a-f]{32}:1$/);
    expect(input.clientToken).to.equal(token(0));
    expect(rig.workDir.writeText.callCount).to.equal(0);
  });

  it('re-sends the same bytes after lost answers and throttles, under one token', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    rig.ecs.runTask.onCall(1).rejects(serviceError('throttled'));
    const result = await settledWith(rig.session.clock, rig.submit());
    expect(result.value?.lastStatus).to.equal('PROVISIONING');
    const [first, ...repeats] = rig.sent.map((input) => JSON.stringify(input));
    expect(repeats).to.deep.equal([first, first]);
    expect(rig.workDir.writeText.callCount).to.equal(0);
  });

  it('gives the same bytes when the same task is submitted again by another process', async () => {
    const [one, two] = [new SubmitRig(), new SubmitRig()];
    await one.submit();
    await two.submit();
    expect(JSON.stringify(two.sent)).to.equal(JSON.stringify(one.sent));
  });

  it('holds one submit in flight until the first answer, then lets the others go', async () => {
    const rig = new SubmitRig();
    const held = new Deferred<{ tasks: EcsTask[]; failures: [] }>();
    rig.ecs.runTask.onCall(0).returns(held.promise);
    const all = [1, 2, 3, 4].map((id) => rig.submit({ task: taskRun({ id }) }));
    await settle();
    expect(rig.ecs.runTask.callCount).to.equal(1);
    held.resolve({ tasks: [ecsTask()], failures: [] });
    await Promise.all(all);
    expect(rig.ecs.runTask.callCount).to.equal(4);
    expect(new Set(rig.tokens).size).to.equal(4);
  });

  it('stops a task whose overrides were ignored and submits it again with a definition that holds them', async () => {
    const rig = new SubmitRig();
    const wrong = ecsTask({ arn: 'arn:wrong', cpu: '256', memory: '512' });
    rig.ecs.runTask.onCall(0).resolves({ tasks: [wrong], failures: [] });
    const task = await rig.submit();
    expect(task.arn).not.to.equal('arn:wrong');
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:wrong']);
    expect(rig.tokens).to.deep.equal([token(0), token(1)]);
    expect(rig.sent[1]?.overrides).to.have.all.keys('containerOverrides');
    expect(rig.ecs.registerTaskDefinition.args[1]?.[0]).to.deep.include({ cpu: '2048', memory: '4096' });
    await rig.submit({ task: taskRun({ id: 2 }) });
    expect(rig.sent[2]?.overrides).to.have.all.keys('containerOverrides');
    expect(rig.session.logger.messages('warn').length).to.equal(1);
  });

  it('records a grown try in the work dir before it is sent', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).resolves({ tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] });
    await rig.submit();
    expect(rig.workDir.writeText.args).to.deep.equal([[`${taskRun().workDir}/.command.awsecs`, '{"n":1}']]);
    const [, second] = rig.ecs.runTask.getCalls();
    expect(rig.workDir.writeText.firstCall.calledBefore(second!)).to.equal(true);
  });

  it('sends nothing where the record cannot be written', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).resolves({ tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] });
    rig.workDir.writeText.rejects(serviceError('denied'));
    expect(await failureOf(rig.submit())).to.have.property('code', 'ACCESS_DENIED');
    expect(rig.ecs.runTask.callCount).to.equal(1);
  });

  it('tells how to stop a task with the wrong resources that it could not stop itself', async () => {
    const rig = new SubmitRig();
    const wrong = ecsTask({ arn: 'arn:wrong', cpu: '256', memory: '512' });
    rig.ecs.runTask.onCall(0).resolves({ tasks: [wrong], failures: [] });
    rig.ecs.stopTask.rejects(serviceError('denied', 'not yours to stop'));
    const error = await failureOf(rig.submit());
    expect(error).to.be.instanceOf(SubmitError).and.include({
      code: 'STOP_FAILED',
      recoverable: false,
      uncertain: true,
    });
    expect((error as Error).message)
      .to.match(/^Task HELLO \(1\) started with other resources than asked and could not be stopped: /)
      .and.include('not yours to stop')
      .and.include(`aws ecs stop-task --cluster ${CLUSTER_ARN} --task arn:wrong`);
    expect(rig.ecs.runTask.callCount).to.equal(1);
  });

  it('stops the task and refuses where the user insists on overrides', async () => {
    const rig = new SubmitRig({ resourcesIn: 'overrides' });
    rig.ecs.runTask.resolves({ tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] });
    const error = (await failureOf(rig.submit())) as Error;
    expect(error.message).to.include("aws.ecs.resourcesIn = 'auto' or 'definition'");
    expect(rig.ecs.stopTask.callCount).to.equal(1);
    expect(rig.ecs.runTask.callCount).to.equal(1);
  });

  it('puts resources into the definition from the start where the user says so', async () => {
    const rig = new SubmitRig({ resourcesIn: 'definition' });
    await rig.submit();
    expect(rig.ecs.registerTaskDefinition.args[0]?.[0]).to.deep.include({ cpu: '2048', memory: '4096' });
    expect(rig.sent[0]?.overrides).to.have.all.keys('containerOverrides');
  });

  it('drops a refused public address for the session, with one warning', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).rejects(NO_PUBLIC_IP);
    await rig.submit({ ways: [taskWay({ network: AWSVPC })] });
    await rig.submit({ ways: [taskWay({ network: AWSVPC })], task: taskRun({ id: 2 }) });
    const asked = rig.sent.map((input) => input.networkConfiguration?.awsvpcConfiguration?.assignPublicIp);
    expect(asked).to.deep.equal(['ENABLED', undefined, undefined]);
    expect(rig.tokens.slice(0, 2)).to.deep.equal([token(0), token(1)]);
    expect(rig.session.logger.messages('warn').length).to.equal(1);
  });

  it('shows AWS’s refusal where the user asked for the address himself', async () => {
    const rig = new SubmitRig({ given: new Set(['assignPublicIp']) });
    rig.ecs.runTask.rejects(NO_PUBLIC_IP);
    const error = await failureOf(rig.submit({ ways: [taskWay({ network: AWSVPC })] }));
    expect(error).to.be.instanceOf(SubmitError).with.property('recoverable', false);
    expect((error as Error).message)
      .to.include('assignPublicIp is not supported')
      .and.include('aws.ecs.assignPublicIp = false');
    expect(rig.ecs.runTask.callCount).to.equal(1);
  });

  it('registers an inactive definition again and submits with the new revision', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('refused', 'TaskDefinition is inactive'));
    await rig.submit();
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(2);
    expect(rig.tokens).to.deep.equal([token(0), token(1)]);
  });

  it('does not go round in circles where a lesson did not help', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.rejects(serviceError('refused', 'TaskDefinition is inactive'));
    const error = await failureOf(rig.submit());
    expect(error).to.be.instanceOf(SubmitError).with.property('code', 'INVALID_REQUEST');
    expect(rig.ecs.runTask.callCount).to.equal(2);
  });

  it('fails with INVALID_PLACEMENT where RunTask answers ATTRIBUTE', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.resolves({ tasks: [], failures: [{ reason: 'ATTRIBUTE' }] });
    const error = await failureOf(rig.submit());
    expect(error)
      .to.be.instanceOf(SubmitError)
      .and.include({ code: 'INVALID_PLACEMENT', recoverable: false });
  });

  it('waits where the cluster is full, each try a new one on record, and hands its turn to others', async () => {
    const rig = new SubmitRig();
    const full = { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] };
    for (let call = 0; call < 20; call++) rig.ecs.runTask.onCall(call).resolves(full);
    const result = await settledWith(rig.session.clock, rig.submit(), 7_200_000);
    expect(result.value?.lastStatus).to.equal('PROVISIONING');
    expect(rig.tokens).to.deep.equal(Array.from({ length: 21 }, (_, n) => token(n)));
    expect(rig.workDir.writeText.args.at(-1)?.[1]).to.equal('{"n":20}');
    expect(rig.passed).to.be.at.least(1);
    expect(rig.session.logger.messages('warn').length).to.equal(1);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('is killed at once while it waits for room, and sends nothing more', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.resolves({ tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] });
    const watched = watch(rig.submit());
    await settle();
    rig.kill.abort();
    await settle();
    expect(watched.error).to.be.instanceOf(ShutdownError);
    await rig.session.clock.advance(3_600_000);
    expect(rig.ecs.runTask.callCount).to.equal(1);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('adopts the task that holds its token where the tags show this work dir and try', async () => {
    const rig = new SubmitRig();
    const tags = { 'nextflow.io/workDir': taskRun().workDir, 'nextflow.io/n': '0' };
    rig.ecs.runTask.resolves({ tasks: [], failures: [], holders: [TASK_ARN] });
    rig.ecs.taggedTasks.resolves([{ ...ecsTask({ cpu: '2048', memory: '4096' }), tags }]);
    expect((await rig.submit()).arn).to.equal(TASK_ARN);
    expect(rig.ecs.runTask.callCount).to.equal(1);
  });

  it('learns nothing from an adopted task: it was asked for by another request', async () => {
    const rig = new SubmitRig();
    const tags = { 'nextflow.io/workDir': taskRun().workDir, 'nextflow.io/n': '0' };
    rig.ecs.runTask.onCall(0).resolves({ tasks: [], failures: [], holders: [TASK_ARN] });
    rig.ecs.taggedTasks.resolves([{ ...ecsTask({ cpu: '256', memory: '512' }), tags }]);
    expect((await rig.submit()).arn).to.equal(TASK_ARN);
    expect(rig.ecs.stopTask.callCount).to.equal(0);
    const answer = new Deferred<{ tasks: EcsTask[]; failures: [] }>();
    rig.ecs.runTask.onCall(1).returns(answer.promise);
    const more = [2, 3].map((id) => rig.submit({ task: taskRun({ id }) }));
    await settle();
    expect(rig.sent.map(({ overrides }) => overrides?.cpu)).to.deep.equal(['2048', '2048']);
    answer.resolve({ tasks: [ecsTask()], failures: [] });
    await Promise.all(more);
  });

  for (const { kind, code } of [
    { kind: 'conflict', code: 'TOKEN_CONFLICT' },
    { kind: 'denied', code: 'ACCESS_DENIED' },
    { kind: 'refused', code: 'INVALID_REQUEST' },
  ] as const) {
    it(`fails with ${code} and no second try where ECS says ${kind}`, async () => {
      const rig = new SubmitRig();
      rig.ecs.runTask.rejects(serviceError(kind));
      const error = await failureOf(rig.submit());
      expect(error).to.be.instanceOf(SubmitError).and.include({ code, recoverable: false });
      expect((error as Error).message).to.match(/^Task HELLO \(1\) was not accepted by ECS: /);
      expect(rig.ecs.runTask.callCount).to.equal(1);
    });
  }

  it('fails recoverably where nobody renewed the credentials for half a day', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.rejects(serviceError('lapsed'));
    const { error } = await settledWith(rig.session.clock, rig.submit(), 13 * 3_600_000);
    expect(error)
      .to.be.instanceOf(SubmitError)
      .and.include({ code: 'CREDENTIALS_EXPIRED', recoverable: true });
  });

  it('fails with OVERRIDES_TOO_LONG and asks ECS to run nothing', async () => {
    const rig = new SubmitRig();
    const launch = { entryPoint: [], command: ['x'.repeat(9_000)], environment: {} };
    const error = await failureOf(rig.submit({ task: taskRun({ launch }) }));
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'OVERRIDES_TOO_LONG');
    expect(rig.ecs.runTask.callCount).to.equal(0);
  });

  it('sends nothing for a task that is killed already', async () => {
    const rig = new SubmitRig();
    rig.kill.abort();
    expect(await failureOf(rig.submit())).to.be.instanceOf(ShutdownError);
    expect(rig.ecs.runTask.callCount).to.equal(0);
  });

  it('does not submit again what was killed while it was adapted', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).callsFake(() => {
      rig.kill.abort();
      return Promise.resolve({ tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] });
    });
    expect(await failureOf(rig.submit())).to.be.instanceOf(ShutdownError);
    expect(rig.ecs.stopTask.callCount).to.equal(1);
    expect(rig.ecs.runTask.callCount).to.equal(1);
  });

  it('lets the next task through the gate when the first one fails', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('refused'));
    const first = watch(rig.submit());
    const second = await rig.submit({ task: taskRun({ id: 2 }) });
    expect(first.error).to.be.instanceOf(SubmitError);
    expect(second.lastStatus).to.equal('PROVISIONING');
  });

  it('keeps one submit in flight after a refused or ignored first answer: neither proves the requests right', async () => {
    const rig = new SubmitRig();
    const ids = [1, 2, 3];
    const answers = ids.map(() => new Deferred<{ tasks: EcsTask[]; failures: [] }>());
    for (const [n, answer] of answers.entries()) rig.ecs.runTask.onCall(n).returns(answer.promise);
    const all = ids.map((id) => watch(rig.submit({ task: taskRun({ id }) })));
    await settle();
    answers[0]!.reject(serviceError('refused'));
    await settle();
    expect(rig.ecs.runTask.callCount).to.equal(2);
    answers[1]!.resolve({ tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] });
    await settle();
    expect(rig.ecs.runTask.callCount).to.equal(3);
    answers[2]!.resolve({ tasks: [ecsTask()], failures: [] });
    await settle();
    expect(all.map(({ done }) => done)).to.deep.equal([true, true, true]);
  });

  it('does not wait for throttled definitions once it is killed, nor does anyone behind it', async () => {
    const rig = new SubmitRig();
    rig.ecs.describeTaskDefinition.rejects(serviceError('throttled'));
    const kills = Array.from({ length: 50 }, () => new AbortController());
    const all = kills.map((kill, n) =>
      watch(
        rig.submitter.submit(taskPlan({ task: taskRun({ id: n + 1 }) }), kill.signal, {
          bound: BOUND,
          wait: roomWait(),
        }),
      ),
    );
    await rig.session.clock.advance(60_000);
    for (const kill of kills) kill.abort();
    await settle();
    for (const { error } of all) expect(error).to.be.instanceOf(ShutdownError);
    expect(rig.ecs.runTask.callCount).to.equal(0);
  });

  it('does not wait for a definition to be registered anew once it is killed', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('refused', 'TaskDefinition is inactive'));
    rig.ecs.registerTaskDefinition.onCall(1).rejects(serviceError('throttled'));
    const watched = watch(rig.submit());
    await settle();
    expect(rig.ecs.registerTaskDefinition.callCount).to.equal(2);
    rig.kill.abort();
    await settle();
    expect(watched.error).to.be.instanceOf(ShutdownError);
  });

  it('hands on that nobody can tell whether the task runs', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.rejects(serviceError('unavailable'));
    const { error } = await settledWith(rig.session.clock, rig.submit(), 13 * 3_600_000);
    expect(error).to.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
    expect((error as Error).message).to.include(`--started-by nf-${rig.session.id}`);
  });
});
