import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases } from './directive-cases.js';

const PLATFORM = 'facts §1a runtimePlatform.cpuArchitecture: X86_64 or ARM64';
const linux = (cpuArchitecture: string): object => ({ cpuArchitecture, operatingSystemFamily: 'LINUX' });
const x86 = ['linux/amd64', 'linux/x86_64', 'amd64', 'x86_64', 'x86-64', 'LINUX/AMD64'];
const arm = ['linux/arm64', 'arm64', 'aarch64', 'linux/aarch64', 'linux/arm64/v8'];
const wrong: readonly DirectiveValue[] = [
  { name: 'linux/arm/v7' },
  { name: 'linux/ppc64le' },
  { name: 'windows/amd64' },
  { name: 'linux/amd64/v3' },
  { name: '' },
  { name: 7 },
  { target: 'haswell' },
  { name: 'arm64', other: 1 },
  ['arm64'],
  null,
];

directiveCases('arch', {
  served: [
    {
      written: 'nothing, which is never left to ECS',
      source: 'facts §1a: omitted, any architecture',
      definition: { runtimePlatform: linux('X86_64') },
    },
    ...x86.map((name) => ({
      written: `arch '${name}'`,
      source: PLATFORM,
      others: { arch: { name } },
      definition: { runtimePlatform: linux('X86_64') },
    })),
    ...arm.map((name) => ({
      written: `arch '${name}'`,
      source: PLATFORM,
      others: { arch: { name } },
      definition: { runtimePlatform: linux('ARM64') },
    })),
    {
      written: "arch 'arm64' by an engine that hands over a text",
      source: PLATFORM,
      others: { arch: 'arm64' },
      definition: { runtimePlatform: linux('ARM64') },
    },
    {
      written: "arch 'linux/x86_64', target: 'haswell'",
      source: 'nextflow.io/docs: target is for builds by Spack',
      others: { arch: { name: 'linux/x86_64', target: 'haswell' } },
      definition: { runtimePlatform: linux('X86_64') },
      notice: /^Process HELLO, directive arch: target 'haswell' has no effect.*machineType\.$/,
    },
    {
      written: "arch 'arm64', target: null",
      source: 'nextflow.io/docs: target is for builds by Spack',
      others: { arch: { name: 'arm64', target: null } },
      definition: { runtimePlatform: linux('ARM64') },
    },
  ],
  refused: wrong.map((arch) => ({
    written: `arch ${JSON.stringify(arch)}`,
    source: PLATFORM,
    others: { arch },
    code: 'DIRECTIVE_INVALID',
    says: /linux\/amd64 \(also x86_64\) or linux\/arm64 \(also aarch64\).*arch 'linux\/arm64'/,
  })),
});
