import { directiveCases } from './directive-cases.js';

const IMAGE = 'facts §1d image ref';
const served = [
  'ubuntu',
  'ubuntu:latest',
  'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
  'Registry.example.com:5000/org/tool:V1.2',
  'Registry.example.com/org/tool',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/a/b_c/d-e.f:tag',
  `wave.seqera.io/wt/0123abcd/library/ubuntu@sha256:${'a'.repeat(64)}`,
  'x'.repeat(255),
];
const refused = ['', ' ', 'ubuntu latest', 'Ubuntu', 'org/Tool:1', 'ubuntu:', 'a@sha256:12', 'x'.repeat(256)];

directiveCases('container', {
  served: served.map((container) => ({
    written: `container '${container.slice(0, 70)}'`,
    source: IMAGE,
    container,
    main: { image: container, essential: true },
  })),
  refused: [
    {
      written: 'no container',
      source: 'quickstart: required',
      container: null,
      code: 'CONTAINER_MISSING',
      says: /^is required: every task on ECS runs in a container .*container 'ubuntu:latest'/,
    },
    ...refused.map((container) => ({
      written: `container '${container.slice(0, 20)}' of ${container.length} characters`,
      source: IMAGE,
      container,
      code: 'CONTAINER_INVALID',
      says: /at most 255 characters, no spaces.*quay\.io/,
    })),
  ],
});
