import { expect } from 'chai';
import fc from 'fast-check';
import { dependencyProblems } from '../../../../local/ecs/definition/dependency-rules.js';
import { requirementProblems, resourceProblems } from '../../../../local/ecs/definition/resource-rules.js';
import { type Json } from '../ecs-fixture.js';
import { containers, itAccepts, itRefuses, problems } from './definition-cases.js';

const healthCheck = { command: ['CMD', 'true'] };
/** A container `main` that waits for a container `b`. */
const waiting = (condition: string, other: Json = {}): Json =>
  containers({ dependsOn: [{ containerName: 'b', condition }] }, { name: 'b', ...other });

describe(dependencyProblems.name, () => {
  itAccepts([
    { name: 'waiting for a start [1a.28]', given: waiting('START') },
    {
      name: 'waiting for the end of a container that is not essential [1a.28]',
      given: waiting('COMPLETE', { essential: false }),
    },
    { name: 'waiting for the success of one', given: waiting('SUCCESS', { essential: false }) },
    {
      name: 'waiting for the health of a container that is checked',
      given: waiting('HEALTHY', { healthCheck }),
    },
  ]);
  itRefuses([
    {
      name: 'waiting for an unknown condition',
      given: waiting('STARTED'),
      expected: /dependsOn\[0\]\.condition 'STARTED' must be one of START/,
    },
    {
      name: 'waiting for a container that is not there',
      given: containers({ dependsOn: [{ containerName: 'c', condition: 'START' }] }),
      expected: /Cannot depend on container 'c' because it does not exist/,
    },
    {
      name: 'waiting for the end of an essential container',
      given: waiting('COMPLETE'),
      expected: /SUCCESS or COMPLETE condition cannot be an essential container/,
    },
    {
      name: 'waiting for health that is not checked',
      given: waiting('HEALTHY'),
      expected: /HEALTHY condition must have health check configured/,
    },
    {
      name: 'a container that waits for itself',
      given: containers({ dependsOn: [{ containerName: 'main', condition: 'START' }] }),
      expected: /have a cycle: look at main/,
    },
    {
      name: 'a circle by way of volumes',
      given: waiting('START', { volumesFrom: [{ sourceContainer: 'main' }] }),
      expected: /have a cycle: look at main, b/,
    },
  ]);

  it('finds a cycle exactly where one closes a chain, wherever it stands', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(order, fc.boolean(), (positions, closed) => {
        const chain = positions.map((position, index) => {
          const next = positions[index + 1] ?? (closed ? positions[0] : undefined);
          const dependsOn = next === undefined ? [] : [{ containerName: `c${next}`, condition: 'START' }];
          return { name: `c${position}`, dependsOn };
        });
        expect(problems(containers(...chain))).to.have.length(closed ? 1 : 0);
      }),
    );
  });
});

describe(resourceProblems.name, () => {
  const wants = (type: string, value?: string): Json => ({
    resourceRequirements: [{ type, ...(value === undefined ? {} : { value }) }],
  });
  itAccepts([
    ...['1', '8', 'ALL', '0.125', '0.25', '0.5'].map((value) => ({
      name: `GPU ${value} [1a.31] [8.5]`,
      given: containers(wants('GPU', value)),
    })),
    { name: 'all Neuron devices [1a.31] [8.6]', given: containers(wants('NeuronDevice', 'ALL')) },
    {
      name: 'whole GPUs in two containers [8.5]',
      given: containers(wants('GPU', '1'), { name: 'b', ...wants('GPU', '2') }),
    },
  ]);
  itRefuses([
    ...['0', '-1', '1.5', '0.3', '', 'all'].map((value) => ({
      name: `GPU '${value}' [8.5]`,
      given: containers(wants('GPU', value)),
      expected: /must be a whole number of GPUs from 1, ALL, or 0\.125, 0\.25, 0\.5/,
    })),
    {
      name: 'GPUs without value',
      given: containers(wants('GPU')),
      expected: /value '' must be a whole number/,
    },
    {
      name: 'a part of a GPU beside another container [8.5]',
      given: containers(wants('GPU', '0.5'), { name: 'b' }),
      expected: /only the one container of a task/,
    },
    {
      name: 'some Neuron devices [8.6]',
      given: containers(wants('NeuronDevice', '1')),
      expected: /'1' must be ALL for NeuronDevice/,
    },
    {
      name: 'Neuron devices in two containers [8.6]',
      given: containers(wants('NeuronDevice', 'ALL'), { name: 'b', ...wants('NeuronDevice', 'ALL') }),
      expected: /2 containers ask for NeuronDevice/,
    },
    {
      name: 'Elastic Inference [1a.27]',
      given: containers(wants('InferenceAccelerator', 'x')),
      expected: /'InferenceAccelerator' must be one of GPU, NeuronDevice/,
    },
    { name: 'TPUs', given: containers(wants('TPU', '1')), expected: /'TPU' must be one of/ },
    {
      name: 'GPUs twice',
      given: containers({
        resourceRequirements: [
          { type: 'GPU', value: '1' },
          { type: 'GPU', value: '1' },
        ],
      }),
      expected: /type 'GPU' is given twice/,
    },
    {
      name: 'shared GPUs, which are not served',
      given: containers({
        resourceRequirements: [{ type: 'GPU', sharingStrategy: { nvidiaMps: { memory: 1024 } } }],
      }),
      expected: /sharingStrategy is not served by the local cloud/,
    },
  ]);

  it('judges an override’s requirement by itself', () => {
    expect(requirementProblems({ type: 'GPU', value: '0.5' }, 'overrides', true)).to.deep.equal([]);
    expect(requirementProblems({ type: 'GPU', value: '0.5' }, 'overrides', false)).to.have.length(1);
  });
});
