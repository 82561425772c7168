import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openSession, type ProcessSpec, type TaskSession } from '../../host/index.js';
import type { LocalCloud } from '../../local/index.js';
import type { TraceRecord } from '../../spi/index.js';
import { useCloud } from './use-cloud.js';
import type { Workspace } from './workspace.js';

const manifest = fileURLToPath(new URL('../../../plugin.json', import.meta.url));

const prices = JSON.stringify({
  date: '2026-11-26',
  region: 'us-east-1',
  families: { m6i: { onDemand: 3600, spot: 360 } },
});

describe('the trace of tasks on a local cloud', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  async function open(ecs: Record<string, string> = {}): Promise<TaskSession> {
    const executionRole = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole';
    return openSession({
      plugins: [manifest],
      workDir: 's3://my-bucket/work',
      config: [
        { wave: { enabled: true }, fusion: { enabled: true }, executor: { pollInterval: '500 ms' } },
        { aws: { ecs: { cluster: 'mixed-cluster', executionRole, ...ecs } } },
        cloud.settings(),
      ],
    });
  }

  async function traceOf(
    session: TaskSession,
    more: Omit<ProcessSpec, 'process'> = {},
  ): Promise<TraceRecord> {
    const spec = { process: 'HELLO', container: 'ubuntu:latest', script: 'true', ...more };
    const { trace, outcome } = await session.run(spec);
    expect(outcome.kind, outcome.reason).to.equal('completed');
    if (trace === undefined) throw new Error('there is no trace');
    return trace;
  }

  it('tells machine, times, size and an estimated cost, by one call for the instances of many tasks', async () => {
    await using session = await open();
    const traces = await Promise.all(Array.from({ length: 5 }, () => traceOf(session)));
    for (const { extra } of traces) {
      expect(extra).to.include({
        cluster: 'mixed-cluster',
        capacity_provider: 'MANAGED_INSTANCES',
        price_model: 'on-demand',
        cpus_asked: 1,
        interruptions: 0,
      });
      expect(extra['instance_id']).to.match(/^i-[0-9a-f]+$/);
      expect(extra['instance_type']).to.match(/^[a-z]\d[\w-]*\.\w+$/);
      expect(extra['zone']).to.match(/^us-east-1[a-z]$/);
      expect(extra['log_stream']).to.match(/^nf\/main\/[0-9a-f]{32}$/);
      expect(extra['pull_time']).to.be.a('number').and.least(0);
      expect(extra['queue_time']).to.be.a('number').and.least(0);
      expect(extra['memory_asked']).to.be.a('number').and.above(0);
      expect(extra['cost']).to.be.a('number').and.above(0);
      expect(extra['cost_basis']).to.match(/^on-demand price \(us-east-1, \d{4}-\d\d-\d\d\)$/);
      expect(extra).to.not.have.property('console_url');
    }
    const instances = new Set(traces.map(({ extra }) => extra['instance_id']));
    expect(cloud.calls.count('ecs', 'DescribeContainerInstances')).to.be.within(1, instances.size);
  });

  it('reckons by the table of the user, Spot by its price of Spot', async () => {
    await workspace.write('prices.json', prices);
    await using session = await open({ priceTable: join(workspace.folder, 'prices.json') });
    const [pinned, unpriced] = await Promise.all([
      traceOf(session, { queue: 'spot', machineType: 'm6i.large', cpus: 1 }),
      traceOf(session, { machineType: 'c6i.large' }),
    ]);
    expect(pinned.extra).to.include({
      instance_type: 'm6i.large',
      capacity_provider: 'spot',
      price_model: 'spot',
      cost_basis: 'spot price (us-east-1, 2026-11-26)',
    });
    // A minute of the instance and its fee is 6 + 7.20; the task has half of its vCPUs and less of its memory.
    expect(pinned.extra['cost']).to.be.within(13.2 * 0.3, 13.2 * 0.5);
    expect(unpriced.extra).to.include({ instance_type: 'c6i.large' });
    expect(unpriced.extra).to.not.have.any.keys('cost', 'cost_basis');
  });

  it('goes on without instances where they may not be asked for', async () => {
    cloud.control.addFaults({
      calls: [{ operation: 'DescribeContainerInstances', effect: { kind: 'access-denied' } }],
    });
    await using session = await open();
    const [first, second] = await Promise.all([traceOf(session), traceOf(session)]);
    expect(first.extra).to.include({ capacity_provider: 'MANAGED_INSTANCES', price_model: 'on-demand' });
    expect(second.extra).to.not.have.any.keys('instance_id', 'instance_type', 'cost');
    expect(cloud.calls.count('ecs', 'DescribeContainerInstances')).to.equal(1);
  });
});
