import { directiveCases } from './directive-cases.js';

const RANGE = 'facts §1a task cpu: 128-196608 units';

directiveCases('cpus', {
  served: [
    { written: 'nothing', source: 'docs/directives.md: 1 vCPU', overrides: { cpu: '1024' } },
    { written: 'cpus 2', source: 'quickstart: 1 vCPU = 1024 units', cpus: 2, overrides: { cpu: '2048' } },
    { written: 'cpus 0.25', source: RANGE, cpus: 0.25, overrides: { cpu: '256' } },
    { written: 'cpus 0.125', source: RANGE, cpus: 0.125, overrides: { cpu: '128' } },
    {
      written: 'cpus 16, above the 10 of one older page',
      source: 'facts §1a: the API text has 192',
      cpus: 16,
      overrides: { cpu: '16384' },
    },
    { written: 'cpus 192', source: RANGE, cpus: 192, overrides: { cpu: '196608' } },
    {
      written: 'cpus 1.0001, rounded up',
      source: 'issue 6: rounding never shrinks',
      cpus: 1.0001,
      overrides: { cpu: '1025' },
    },
    {
      written: 'cpus 0.1 + 0.2, a float',
      source: 'issue 6: rounding never shrinks',
      cpus: 0.1 + 0.2,
      overrides: { cpu: '308' },
    },
    {
      written: 'cpus 0.1 + 0.7 + 0.2, a float below 1',
      source: 'issue 6: rounding never shrinks',
      cpus: 0.1 + 0.7 + 0.2,
      overrides: { cpu: '1024' },
    },
    {
      written: 'cpus 0.01, floored',
      source: RANGE,
      cpus: 0.01,
      overrides: { cpu: '128' },
      notice: /^Process HELLO, directive cpus: 0\.01 vCPUs are less than ECS gives: tasks get 0\.125\.$/,
    },
    {
      written: 'cpus 4, which is no part of the definition',
      source: 'design §4 resources: a small base',
      cpus: 4,
      definition: { cpu: '256', memory: '512' },
      main: { cpu: undefined, memory: undefined },
    },
  ],
  refused: [
    {
      written: 'cpus 193',
      source: RANGE,
      cpus: 193,
      code: 'RESOURCES_UNSATISFIABLE',
      says: /at most 192 vCPUs \(193\) Ask for fewer/,
    },
    { written: 'cpus 192.001', source: RANGE, cpus: 192.001, code: 'RESOURCES_UNSATISFIABLE', says: /192/ },
    { written: 'cpus 0', source: RANGE, cpus: 0, code: 'DIRECTIVE_INVALID', says: /above 0 \(0\) .*cpus 2/ },
    { written: 'cpus -1', source: RANGE, cpus: -1, code: 'DIRECTIVE_INVALID', says: /above 0 \(-1\)/ },
    {
      written: 'cpus that are no number',
      source: 'spi: any engine may hand it over',
      cpus: Number.NaN,
      code: 'DIRECTIVE_INVALID',
      says: /above 0 \(NaN\)/,
    },
    {
      written: 'cpus without end',
      source: 'spi: any engine may hand it over',
      cpus: Infinity,
      code: 'DIRECTIVE_INVALID',
      says: /Infinity/,
    },
  ],
});
