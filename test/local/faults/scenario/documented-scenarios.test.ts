import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { throttleDisguises } from '../../../../local/faults/call-rule.js';
import { hostChecks } from '../../../../local/faults/cloud-acts.js';
import { parseScenario } from '../../../../local/faults/scenario/read-scenario.js';
import { type Scenario } from '../../../../local/faults/scenario/scenario.js';
import {
  fusionFailureKinds,
  pullFailureKinds,
  startFailureKinds,
  stickingStatuses,
} from '../../../../local/faults/task-rule.js';
import { controlled } from '../../control/control-fixture.js';

const ground = { services: ['ecs', 'ec2', 'logs', 's3', 'wave'], virtualTime: true, simulatedTasks: true };

/** From dist/test/local/faults/scenario. */
const page = (): Promise<string> =>
  readFile(new URL('../../../../../docs/local-scenarios.md', import.meta.url), 'utf8');

async function examples(): Promise<readonly Scenario[]> {
  return [...(await page()).matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text]) =>
    parseScenario(text ?? '', ground),
  );
}

describe('docs/local-scenarios.md', () => {
  it('has five examples, which can be used', async () => {
    expect(await examples()).to.have.length(5);
  });

  it('has examples that run to their end without a failing event', async () => {
    for (const example of await examples()) {
      const { control, logged, cloud } = controlled();
      control.load(example);
      await control.time?.advance(86_400_000);
      expect(control.pendingEvents).to.equal(0);
      expect(logged).to.have.length(example.events?.length ?? 0);
      expect(logged.filter((line) => line.includes('failed'))).to.deep.equal([]);
      expect(cloud.done.filter((line) => line.startsWith('drought')).length).to.equal(
        cloud.done.filter((line) => line.startsWith('rain')).length,
      );
    }
  });

  it('names every word of the grammar', async () => {
    const text = await page();
    const { error } = await refusal({
      calls: [{ effect: '?' }],
      tasks: [{ effect: '?' }],
      events: [{ do: '?' }],
    });
    const words: string[] = [
      ...hostChecks,
      ...[...error.matchAll(/allowed are ([^;]*?)(?:;|\. Correct)/g)].flatMap(([, list]) =>
        (list ?? '').split(', '),
      ),
      ...throttleDisguises,
      ...fusionFailureKinds,
      ...pullFailureKinds,
      ...startFailureKinds,
      ...stickingStatuses,
    ];
    expect(words.length).to.be.above(40);
    for (const word of words) expect(text, word).to.contain(`\`${word}\``);
  });
});

function refusal(value: object): Promise<{ readonly error: string }> {
  try {
    parseScenario(JSON.stringify(value), ground);
  } catch (error) {
    return Promise.resolve({ error: error instanceof Error ? error.message : '' });
  }
  return Promise.reject(new Error('it was not refused'));
}
