import { expect } from 'chai';
import type { RouteTable, S3Endpoint } from '../../../src/aws/network-api.js';
import { reachesS3 } from '../../../src/network/choose-network.js';

const MAIN: RouteTable = { id: 'rtb-main', main: true, subnets: [], toNat: false };
const NAT: RouteTable = { id: 'rtb-nat', main: false, subnets: ['subnet-a'], toNat: true };
const GATEWAY: S3Endpoint = { kind: 'gateway', routeTables: ['rtb-main'] };

interface Case {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly tables: readonly RouteTable[];
  readonly endpoints: readonly S3Endpoint[];
  readonly expected: boolean;
}

const cases: readonly Case[] = [
  { name: 'no subnet', subnets: [], tables: [NAT], endpoints: [GATEWAY], expected: false },
  { name: 'a public subnet', subnets: ['subnet-b'], tables: [MAIN], endpoints: [], expected: false },
  {
    name: 'a subnet behind a NAT gateway',
    subnets: ['subnet-a'],
    tables: [MAIN, NAT],
    endpoints: [],
    expected: true,
  },
  {
    name: 'one of two behind NAT',
    subnets: ['subnet-a', 'subnet-b'],
    tables: [MAIN, NAT],
    endpoints: [],
    expected: false,
  },
  {
    name: 'the main table with a gateway endpoint',
    subnets: ['subnet-b'],
    tables: [MAIN],
    endpoints: [GATEWAY],
    expected: true,
  },
  {
    name: 'an endpoint in another table',
    subnets: ['subnet-a'],
    tables: [MAIN, { ...NAT, toNat: false }],
    endpoints: [GATEWAY],
    expected: false,
  },
  {
    name: 'an interface endpoint',
    subnets: ['subnet-b'],
    tables: [MAIN],
    endpoints: [{ kind: 'interface', routeTables: [] }],
    expected: true,
  },
  {
    name: 'an interface endpoint and no table that can be read',
    subnets: ['subnet-b'],
    tables: [],
    endpoints: [{ kind: 'interface', routeTables: [] }],
    expected: true,
  },
  { name: 'no table at all', subnets: ['subnet-b'], tables: [], endpoints: [GATEWAY], expected: false },
];

describe(reachesS3.name, () => {
  for (const { name, subnets, tables, endpoints, expected } of cases) {
    it(`is ${String(expected)} for ${name}`, () =>
      expect(reachesS3(subnets, tables, endpoints)).to.equal(expected));
  }
});
