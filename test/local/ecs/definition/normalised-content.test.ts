import { expect } from 'chai';
import { type DefinitionInput } from '../../../../local/ecs/definition/definition-shape.js';
import { normalised } from '../../../../local/ecs/definition/normalised-content.js';

const of = (changes: DefinitionInput): DefinitionInput =>
  normalised({
    family: 'f',
    networkMode: 'host',
    containerDefinitions: [{ name: 'main', image: 'x' }],
    ...changes,
  });

describe(normalised.name, () => {
  it('fills in AWS’s defaults and says nothing of what is absent', () => {
    expect(of({})).to.deep.equal({
      family: 'f',
      networkMode: 'host',
      placementConstraints: [],
      volumes: [],
      containerDefinitions: [
        {
          name: 'main',
          image: 'x',
          cpu: 0,
          essential: true,
          environment: [],
          mountPoints: [],
          portMappings: [],
          systemControls: [],
          volumesFrom: [],
        },
      ],
    });
  });

  it('says sizes in plain units and leaves tags to the revision', () => {
    const found = of({ cpu: '.5 vCPU', memory: '2 GB', tags: [{ key: 'a', value: 'b' }] });
    expect(found).to.include({ cpu: '512', memory: '2048' }).and.not.have.property('tags');
  });

  const cases: { name: string; given: DefinitionInput; path: string; expected: unknown }[] = [
    {
      name: 'a health check’s times',
      given: { containerDefinitions: [{ healthCheck: { command: ['CMD', 'x'], retries: 1 } }] },
      path: 'containerDefinitions[0].healthCheck',
      expected: { command: ['CMD', 'x'], interval: 30, timeout: 5, retries: 1 },
    },
    {
      name: 'a port’s host port and protocol',
      given: {
        containerDefinitions: [
          { portMappings: [{ containerPort: 80 }, { containerPort: 53, protocol: 'udp' }] },
        ],
      },
      path: 'containerDefinitions[0].portMappings',
      expected: [
        { containerPort: 80, hostPort: 80, protocol: 'tcp' },
        { containerPort: 53, hostPort: 53, protocol: 'udp' },
      ],
    },
    {
      name: 'any port of the host in bridge mode',
      given: { networkMode: 'bridge', containerDefinitions: [{ portMappings: [{ containerPort: 80 }] }] },
      path: 'containerDefinitions[0].portMappings[0].hostPort',
      expected: 0,
    },
    {
      name: 'a volume that says nothing',
      given: { volumes: [{ name: 'v' }] },
      path: 'volumes',
      expected: [{ name: 'v', host: {} }],
    },
    {
      name: 'the root of a file system',
      given: { volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-12345678' } }] },
      path: 'volumes[0].efsVolumeConfiguration',
      expected: { fileSystemId: 'fs-12345678', rootDirectory: '/' },
    },
    {
      name: 'nothing of a volume configured at launch',
      given: { volumes: [{ name: 'v', configuredAtLaunch: true }] },
      path: 'volumes[0]',
      expected: { name: 'v', configuredAtLaunch: true },
    },
  ];
  for (const { name, given, path, expected } of cases) {
    it(`fills in ${name}`, () => {
      expect(of(given)).to.have.deep.nested.property(path, expected);
    });
  }
});
