import { expect } from 'chai';
import type { InstanceTypesApi } from '../../../src/aws/instance-types-api.js';
import { SdkInstanceTypesApi } from '../../../src/aws/sdk-instance-types-api.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { failureOf } from '../settle-with.js';
import { WireStub } from './wire-stub.js';

/** An answer of DescribeInstanceTypes as EC2 writes it. */
function answer(items: readonly string[], nextToken = ''): string {
  const next = nextToken === '' ? '' : `<nextToken>${nextToken}</nextToken>`;
  return (
    '<?xml version="1.0"?><DescribeInstanceTypesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>' +
    `<instanceTypeSet>${items.map((item) => `<item>${item}</item>`).join('')}</instanceTypeSet>${next}</DescribeInstanceTypesResponse>`
  );
}

function type(name: string, more = '', architectures: readonly string[] = ['x86_64']): string {
  return (
    `<instanceType>${name}</instanceType><currentGeneration>true</currentGeneration>` +
    '<supportedUsageClasses><item>on-demand</item><item>spot</item></supportedUsageClasses>' +
    `<processorInfo><supportedArchitectures>${architectures.map((one) => `<item>${one}</item>`).join('')}</supportedArchitectures>` +
    '<manufacturer>Intel</manufacturer></processorInfo>' +
    `<vCpuInfo><defaultVCpus>8</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>65536</sizeInMiB></memoryInfo>${more}`
  );
}

describe(SdkInstanceTypesApi.name, () => {
  let wire: WireStub;
  let ec2: InstanceTypesApi;

  beforeEach(async () => {
    wire = await WireStub.start();
    ec2 = new SdkInstanceTypesApi(wire.connect().ec2);
  });

  afterEach(() => wire.stop());

  it('asks by a filter, which takes globs and no offence at unknown names, and gathers all pages', async () => {
    wire.xml(answer([type('r6i.2xlarge')], 'more'), answer([type('r6i.4xlarge')]));
    const found = await ec2.matching(['r6i.*', 'm6i.large']);
    expect(found.map(({ name }) => name)).to.deep.equal(['r6i.2xlarge', 'r6i.4xlarge']);
    expect(wire.queries[0]).to.include({
      Action: 'DescribeInstanceTypes',
      'Filter.1.Name': 'instance-type',
      'Filter.1.Value.1': 'r6i.*',
      'Filter.1.Value.2': 'm6i.large',
    });
    expect(wire.queries[1]).to.include({ NextToken: 'more' });
  });

  it('reads what a type is made of', async () => {
    wire.xml(
      answer([
        type(
          'r6id.2xlarge',
          '<instanceStorageInfo><totalSizeInGB>474</totalSizeInGB></instanceStorageInfo>' +
            '<burstablePerformanceSupported>true</burstablePerformanceSupported><bareMetal>true</bareMetal>',
          ['i386', 'x86_64', 'arm64'],
        ),
      ]),
    );
    expect(await ec2.matching(['r6id.2xlarge'])).to.deep.equal([
      {
        name: 'r6id.2xlarge',
        vCpus: 8,
        memoryMiB: 65_536,
        architectures: ['X86_64', 'ARM64'],
        cpuManufacturer: 'Intel',
        localStorageGb: 474,
        spot: true,
        currentGeneration: true,
        burstable: true,
        bareMetal: true,
      },
    ]);
  });

  it('takes what is not told as not there', async () => {
    wire.xml(answer(['<instanceType>odd</instanceType>']));
    expect(await ec2.matching(['odd'])).to.deep.equal([
      {
        name: 'odd',
        vCpus: 0,
        memoryMiB: 0,
        architectures: [],
        cpuManufacturer: '',
        localStorageGb: 0,
        spot: false,
        currentGeneration: false,
        burstable: false,
        bareMetal: false,
      },
    ]);
  });

  const accelerated: readonly [what: string, xml: string, expected: object][] = [
    [
      'whole GPUs',
      '<gpuInfo><gpus><item><name>T4</name><manufacturer>NVIDIA</manufacturer><count>4</count><logicalGpuCount>4</logicalGpuCount><gpuPartitionSize>1.0</gpuPartitionSize></item></gpus><totalGpuMemoryInMiB>65536</totalGpuMemoryInMiB></gpuInfo>',
      { kind: 'gpu', name: 'T4', manufacturer: 'NVIDIA', count: 4, share: 1, memoryMiB: 65_536 },
    ],
    [
      'GPUs as older services tell them',
      '<gpuInfo><gpus><item><name>T4</name><manufacturer>NVIDIA</manufacturer><count>1</count></item></gpus><totalGpuMemoryInMiB>16384</totalGpuMemoryInMiB></gpuInfo>',
      { kind: 'gpu', name: 'T4', manufacturer: 'NVIDIA', count: 1, share: 1, memoryMiB: 16_384 },
    ],
    [
      'fractions of one: no whole GPU is counted (DescribeInstanceTypes, GpuDeviceInfo)',
      '<gpuInfo><gpus><item><name>L4</name><manufacturer>NVIDIA</manufacturer><count>0</count><logicalGpuCount>1</logicalGpuCount><gpuPartitionSize>0.125</gpuPartitionSize></item></gpus><totalGpuMemoryInMiB>2861</totalGpuMemoryInMiB></gpuInfo>',
      { kind: 'gpu', name: 'L4', manufacturer: 'NVIDIA', count: 1, share: 0.125, memoryMiB: 2861 },
    ],
    [
      'FPGAs',
      '<fpgaInfo><fpgas><item><name>VU47P</name><manufacturer>AMD</manufacturer><count>2</count></item></fpgas><totalFpgaMemoryInMiB>131072</totalFpgaMemoryInMiB></fpgaInfo>',
      { kind: 'fpga', name: 'VU47P', manufacturer: 'AMD', count: 2, share: 1, memoryMiB: 131_072 },
    ],
    [
      'Inferentia, told twice',
      '<inferenceAcceleratorInfo><accelerators><member><name>Inferentia2</name><manufacturer>AWS</manufacturer><count>1</count></member></accelerators><totalInferenceMemoryInMiB>32768</totalInferenceMemoryInMiB></inferenceAcceleratorInfo>' +
        '<neuronInfo><neuronDevices><item><name>Inferentia2</name><count>1</count></item></neuronDevices><totalNeuronDeviceMemoryInMiB>32768</totalNeuronDeviceMemoryInMiB></neuronInfo>',
      { kind: 'inference', name: 'Inferentia2', manufacturer: 'AWS', count: 1, share: 1, memoryMiB: 32_768 },
    ],
    [
      'Trainium, told as Neuron devices',
      '<neuronInfo><neuronDevices><item><name>Trainium</name><count>16</count></item></neuronDevices><totalNeuronDeviceMemoryInMiB>524288</totalNeuronDeviceMemoryInMiB></neuronInfo>',
      { kind: 'inference', name: 'Trainium', manufacturer: 'AWS', count: 16, share: 1, memoryMiB: 524_288 },
    ],
  ];
  for (const [what, xml, expected] of accelerated) {
    it(`reads ${what}`, async () => {
      wire.xml(answer([type('g4dn.12xlarge', xml)]));
      const [found] = await ec2.matching(['g4dn.12xlarge']);
      expect(found?.accelerators).to.deep.equal(expected);
    });
  }

  it('asks for many names by 200, the most a filter can have, and gives a type once', async () => {
    wire.xml(answer([type('m6i.large')]), answer([type('m6i.large'), type('m6i.xlarge')]));
    const names = Array.from({ length: 201 }, (_, index) => `t${index}.large`);
    expect((await ec2.matching(names)).map(({ name }) => name)).to.deep.equal(['m6i.large', 'm6i.xlarge']);
    expect(wire.queries[0]).to.include({ 'Filter.1.Value.200': 't199.large' });
    expect(wire.queries[0]).not.to.have.property('Filter.1.Value.201');
    expect(wire.queries[1]).to.include({ 'Filter.1.Value.1': 't200.large' });
  });

  it('asks nothing for nothing', async () => {
    expect(await ec2.matching([])).to.deep.equal([]);
    expect(wire.queries).to.deep.equal([]);
  });

  it('gives a failure its meaning and names the call', async () => {
    wire.answer({
      status: 403,
      type: 'text/xml',
      body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>',
    });
    expect(await failureOf(ec2.matching(['m6i.large'])))
      .to.be.instanceOf(AwsServiceError)
      .and.include({ operation: 'ec2:DescribeInstanceTypes', kind: 'denied' });
  });
});
