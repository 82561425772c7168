import { expect } from 'chai';
import type { PlanDocument } from '../../../cli/plan/plan-document.js';
import { renderPlan } from '../../../cli/plan/render-plan.js';
import { createStyle } from '../../../cli/progress/style.js';
import type { PlannedProcess } from '../../../src/plan/run-plan.js';
import { awsEcsPlan, plannedProcess, plannedWay } from './plan-builders.js';

function rendered(changes: Partial<PlanDocument> = {}, colour = false): string {
  const document: PlanDocument = {
    version: 1,
    script: 'main.nf',
    workDir: 's3://my-bucket/work',
    awsecs: awsEcsPlan(),
    notPlanned: [],
    warnings: [],
    ...changes,
  };
  return renderPlan(document, createStyle(colour));
}

function process(changes: Partial<PlannedProcess>): string {
  return rendered({ awsecs: awsEcsPlan({ processes: [plannedProcess(changes)] }) });
}

describe(renderPlan.name, () => {
  it('shows the quickstart whole', () => {
    expect(rendered()).to.equal(
      `
Plan of main.nf: nothing was launched, and nothing in AWS was changed.

cluster     arn:aws:ecs:us-east-1:123456789012:cluster/nextflow-cluster in us-east-1
work dir    s3://my-bucket/work
log group   /aws/ecs/nextflow; the run creates it where it is missing

Process HELLO
  provider    MANAGED_INSTANCES (ON_DEMAND): the cluster's default strategy
  network     host: aws.ecs.networkMode is 'host'
  image       ubuntu:latest
  definition  nf-ubuntu-1 would be registered
  RunTask
    {
      "taskDefinition": "nf-ubuntu-1:<revision>",
      "count": 1
    }

AWS's quotas, shared by all of the account and region, beside what the run uses
  RunTask, StopTask   100 at once, then 40 a second   101 calls, 1 s at least
  DescribeTasks       100 at once, then 20 a second   1 call a poll round
  subnets             at most 16                      0

Session id, task hash, work dir and client token above are examples: each run has its own.`.trimStart(),
    );
  });

  it('lists the providers in their order', () => {
    const text = process({ ways: [plannedWay(), plannedWay({ provider: 'spot', capacityType: 'SPOT' })] });
    expect(text.indexOf('provider    MANAGED_INSTANCES')).to.be.greaterThan(0);
    expect(text).to.match(/^ {2}then {8}spot \(SPOT\): /m);
  });

  it('tells ways apart by their placement constraints', () => {
    const pinned = (type: string) =>
      plannedWay({
        runTask: {
          taskDefinition: 'x',
          placementConstraints: [
            { type: 'memberOf', expression: `type == ${type}` },
            { type: 'distinctInstance' },
          ],
        },
      });
    const text = process({ ways: [pinned('m5.large'), pinned('c5.large')] });
    expect(text).to.include('(ON_DEMAND), only where type == m5.large and distinctInstance: ');
    expect(text).to.match(/then .*only where type == c5\.large/);
  });

  it('names every provider of a strategy', () => {
    const strategy = [{ capacityProvider: 'a' }, { capacityProvider: 'b' }];
    expect(process({ ways: [plannedWay({ strategy })] })).to.include('provider    a + b (ON_DEMAND)');
  });

  it('says that a definition is used again, and which', () => {
    const definition = { action: 'reuse', family: 'nf-x', arn: 'arn:x:7', content: {} } as const;
    expect(
      process({
        ways: [plannedWay({ definition: { ...definition, content: { containerDefinitions: [] } } })],
      }),
    ).to.match(/definition {2}arn:x:7 is used again/);
  });

  it('says what is not known before the image is', () => {
    const content = { containerDefinitions: [] };
    const text = process({
      imagePending: true,
      ways: [plannedWay({ definition: { action: 'undecided', content } })],
    });
    expect(text).to.include('image       ubuntu:latest, which the run resolves through Wave');
    expect(text).to.include('definition  found or registered by the run');
  });

  it('names subnets and groups of a network of the tasks’ own', () => {
    const network = {
      mode: 'awsvpc',
      subnets: ['subnet-a', 'subnet-b'],
      securityGroups: ['sg-a'],
      reason: 'so it is',
    } as const;
    expect(process({ ways: [plannedWay({ network })] })).to.include(
      'network     awsvpc in subnet-a, subnet-b with sg-a: so it is',
    );
  });

  it('says how large a volume of the task’s own is', () => {
    const way = plannedWay({
      storage: { kind: 'volume', roleArn: 'arn' },
      runTask: {
        taskDefinition: 'x',
        volumeConfigurations: [{ name: 'disk', managedEBSVolume: { roleArn: 'arn', sizeInGiB: 500 } }],
      },
    });
    expect(process({ ways: [way] })).to.include("storage     a volume of the task's own: 500 GiB, gp3");
  });

  it('gives each notice once, of the process and of its ways', () => {
    const text = process({
      notices: ['Memory.'],
      ways: [plannedWay({ notices: ['Disk.'] }), plannedWay({ notices: ['Disk.'] })],
    });
    expect(text.match(/notice {6}Memory\./g)).to.have.length(1);
    expect(text.match(/notice {6}Disk\./g)).to.have.length(1);
  });

  it('lists warnings, and processes of other executors', () => {
    const text = rendered({
      warnings: ['No role.'],
      notPlanned: [{ process: 'LOCAL', executor: 'local' }],
    });
    expect(text).to.include('Warnings\n  No role.');
    expect(text).to.match(/Process LOCAL\n {2}runs on executor local: plan knows/);
  });

  it('has nothing to say of AWS where no process runs on awsecs', () => {
    const document = {
      version: 1,
      script: 'main.nf',
      workDir: 's3://my-bucket/work',
      notPlanned: [{ process: 'LOCAL', executor: 'local' }],
      warnings: [],
    } as const;
    const text = renderPlan(document, createStyle(false));
    expect(text).to.not.match(/cluster|quota|client token/);
  });

  it('changes no letter by colour', () => {
    const painted = rendered({ warnings: ['No role.'] }, true);
    // eslint-disable-next-line no-control-regex -- the codes are what is taken out
    expect(painted.replace(/\u001b\[\d+m/g, '')).to.equal(rendered({ warnings: ['No role.'] }));
  });
});
