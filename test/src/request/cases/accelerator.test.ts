import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases } from './directive-cases.js';

const GPU = 'facts §8 resourceRequirements';
const SHARE = 'facts §8: 0.125, 0.25, 0.5 on G6f and Gr6f';
const TYPES = 'facts §8: families on Managed Instances';
const gpus = (value: string): object[] => [{ type: 'GPU', value }];
const types = [
  'nvidia-tesla-t4',
  't4',
  't4g',
  'a10g',
  'l4',
  'l40s',
  'a100',
  'h100',
  'h200',
  'b200',
  'v100',
  'g5',
];
const wrongCounts: readonly DirectiveValue[] = [0, -1, 1.5, 0.3, '1', null, true, Infinity];

directiveCases('accelerator', {
  served: [
    { written: 'nothing', source: GPU, main: { resourceRequirements: undefined, environment: undefined } },
    {
      written: "accelerator 1, type: 'nvidia-tesla-t4'",
      source: 'quickstart: GPU-accelerated task',
      others: { accelerator: { request: 1, type: 'nvidia-tesla-t4' } },
      main: {
        resourceRequirements: gpus('1'),
        environment: [{ name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'compute,utility' }],
      },
      needs: { accelerator: { count: 1, type: 'nvidia-tesla-t4' } },
    },
    ...[1, 4, 8].map((count) => ({
      written: `accelerator ${count}`,
      source: GPU,
      others: { accelerator: { request: count } },
      main: { resourceRequirements: gpus(String(count)) },
      needs: { accelerator: { count } },
    })),
    ...[0.125, 0.25, 0.5].map((count) => ({
      written: `accelerator ${count}`,
      source: SHARE,
      others: { accelerator: { request: count } },
      main: { resourceRequirements: gpus(String(count)) },
    })),
    {
      written: 'accelerator limit: 2',
      source: 'nextflow.io/docs: limit where request is absent',
      others: { accelerator: { limit: 2 } },
      main: { resourceRequirements: gpus('2') },
    },
    {
      written: 'accelerator request: 1, limit: 2',
      source: 'nextflow.io/docs: limit where request is absent',
      others: { accelerator: { request: 1, limit: 2 } },
      main: { resourceRequirements: gpus('1') },
    },
    {
      written: 'accelerator 1 by an engine that hands over a number',
      source: GPU,
      others: { accelerator: 1 },
      main: { resourceRequirements: gpus('1') },
    },
    {
      written: 'accelerator 1 with a variable of the driver',
      source: 'facts §8: images that are not made for CUDA',
      others: { accelerator: { request: 1 }, containerOptions: '-e NVIDIA_DRIVER_CAPABILITIES=all' },
      main: { environment: [{ name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'all' }] },
    },
    ...types.map((type) => ({
      written: `accelerator 1, type: '${type}'`,
      source: TYPES,
      others: { accelerator: { request: 1, type } },
      needs: { accelerator: { count: 1, type } },
    })),
  ],
  refused: [
    {
      written: 'accelerator 17',
      source: GPU,
      others: { accelerator: { request: 17 } },
      code: 'RESOURCES_UNSATISFIABLE',
      says: /no instance type has more than 16 GPUs \(17\)/,
    },
    ...wrongCounts.map((request) => ({
      written: `accelerator ${JSON.stringify(request)}`,
      source: `${GPU}; ${SHARE}`,
      others: { accelerator: { request } },
      code: 'DIRECTIVE_INVALID',
      says: /whole number of GPUs, or a part of one: 0\.125, 0\.25, 0\.5 .*accelerator 1, type/,
    })),
    {
      written: "accelerator type: 't4'",
      source: GPU,
      others: { accelerator: { type: 't4' } },
      code: 'DIRECTIVE_INVALID',
      says: /whole number of GPUs.* \(\) /,
    },
    {
      written: "accelerator 1, type: 'a10x'",
      source: TYPES,
      others: { accelerator: { request: 1, type: 'a100x' } },
      code: 'DIRECTIVE_INVALID',
      says: /type that no instance of ECS has \('a100x'\) Did you mean a100\? Known are .*a10g.*v100/,
    },
    {
      written: "accelerator 1, type: 'tpu-v5'",
      source: TYPES,
      others: { accelerator: { request: 1, type: 'google-tpu-generation-five' } },
      code: 'DIRECTIVE_INVALID',
      says: /\('google-tpu-generation-five'\) Known are /,
    },
    {
      written: 'accelerator 1, type: 4',
      source: TYPES,
      others: { accelerator: { request: 1, type: 4 } },
      code: 'DIRECTIVE_INVALID',
      says: /\(4\) Known are/,
    },
    {
      written: "accelerator 1, platform: 'x'",
      source: 'nextflow.io/docs: platform and runtime are of other clouds',
      others: { accelerator: { request: 1, platform: 'x' } },
      code: 'DIRECTIVE_INVALID',
      says: /no argument platform on ECS: it takes request, limit and type.*Remove platform/,
    },
  ],
});
