import { DEFAULT_FEE_SHARE, type PriceTable, type TablePrice } from './price-table.js';

/**
 * On-demand prices of Linux in us-east-1, dollars an hour, as AWS's price list had them on the day in
 * {@link builtInPrices} (the copy of it that aws/karpenter-provider-aws keeps, pkg/providers/pricing). Of each family the
 * price of `large`, of which the other sizes are multiples.
 */
const FAMILIES = `
c5 0.085 c5a 0.077 c5ad 0.086 c5d 0.096 c5n 0.108
c6a 0.0765 c6g 0.068 c6gd 0.0768 c6gn 0.0864 c6i 0.085 c6id 0.1008 c6in 0.1134
c7a 0.10264 c7g 0.0725 c7gd 0.0907 c7gn 0.1248 c7i 0.08925 c7i-flex 0.08479
c8a 0.10777 c8g 0.07976 c8gb 0.1185 c8gd 0.09798 c8gn 0.1185 c8i 0.09371 c8i-flex 0.08902
i3 0.156 i3en 0.226 i4g 0.15444 i4i 0.1716 i7i 0.18876 i7ie 0.2599 i8g 0.1716 i8ge 0.2373 im4gn 0.1819 is4gen 0.28815
m5 0.096 m5a 0.086 m5ad 0.103 m5d 0.113 m5dn 0.136 m5n 0.119 m5zn 0.16517
m6a 0.0864 m6g 0.077 m6gd 0.0904 m6i 0.096 m6id 0.11865 m6idn 0.15912 m6in 0.13923
m7a 0.11592 m7g 0.0816 m7gd 0.1068 m7i 0.1008 m7i-flex 0.09576
m8a 0.12172 m8g 0.08976 m8gb 0.1455 m8gd 0.11532 m8gn 0.1455 m8i 0.10584 m8i-flex 0.10055
r5 0.126 r5a 0.113 r5ad 0.131 r5b 0.149 r5d 0.144 r5dn 0.167 r5n 0.149
r6a 0.1134 r6g 0.1008 r6gd 0.1152 r6i 0.126 r6id 0.1512 r6idn 0.19539 r6in 0.17433
r7a 0.15215 r7g 0.1071 r7gd 0.1361 r7i 0.1323 r7iz 0.186
r8a 0.15976 r8g 0.11782 r8gb 0.18218 r8gd 0.14696 r8gn 0.1822 r8i 0.13892 r8i-flex 0.13197
t3 0.0832 t3a 0.0752 t4g 0.0672
x2gd 0.167 x2idn 0.208406 x2iedn 0.416813 x2iezn 0.417 x8g 0.1954
`;

/** Types whose sizes are no multiples of each other: accelerated ones, and what costs the same in every size. */
const TYPES = `
dl1.24xlarge 13.10904
f2.6xlarge 1.98 f2.12xlarge 3.96 f2.48xlarge 15.84
g4ad.xlarge 0.37853 g4ad.2xlarge 0.54117 g4ad.4xlarge 0.867 g4ad.8xlarge 1.734 g4ad.16xlarge 3.468
g4dn.xlarge 0.526 g4dn.2xlarge 0.752 g4dn.4xlarge 1.204 g4dn.8xlarge 2.176 g4dn.12xlarge 3.912 g4dn.16xlarge 4.352
g5.xlarge 1.006 g5.2xlarge 1.212 g5.4xlarge 1.624 g5.8xlarge 2.448 g5.12xlarge 5.672 g5.16xlarge 4.096
g5.24xlarge 8.144 g5.48xlarge 16.288
g5g.xlarge 0.42 g5g.2xlarge 0.556 g5g.4xlarge 0.828 g5g.8xlarge 1.372 g5g.16xlarge 2.744
g6.xlarge 0.8048 g6.2xlarge 0.9776 g6.4xlarge 1.3232 g6.8xlarge 2.0144 g6.12xlarge 4.6016 g6.16xlarge 3.3968
g6.24xlarge 6.6752 g6.48xlarge 13.3504
g6e.xlarge 1.861 g6e.2xlarge 2.24208 g6e.4xlarge 3.00424 g6e.8xlarge 4.52856 g6e.12xlarge 10.49264
g6e.16xlarge 7.57719 g6e.24xlarge 15.06559 g6e.48xlarge 30.13118
g6f.large 0.202 g6f.xlarge 0.2375 g6f.2xlarge 0.475 g6f.4xlarge 0.95
gr6.4xlarge 1.5392 gr6.8xlarge 2.4464 gr6f.4xlarge 1.066
hpc7g.4xlarge 1.6832 hpc7g.8xlarge 1.6832 hpc7g.16xlarge 1.6832
inf1.xlarge 0.228 inf1.2xlarge 0.362 inf1.6xlarge 1.18 inf1.24xlarge 4.721
inf2.xlarge 0.7582 inf2.8xlarge 1.96786 inf2.24xlarge 6.49063 inf2.48xlarge 12.98127
p3.2xlarge 3.06 p3.8xlarge 12.24 p3.16xlarge 24.48 p3dn.24xlarge 31.212
p4d.24xlarge 21.957642 p4de.24xlarge 27.44705
p5.4xlarge 6.88 p5.48xlarge 55.04 p5en.48xlarge 63.296 p6-b200.48xlarge 113.9328
trn1.2xlarge 1.34375 trn1.32xlarge 21.5 trn1n.32xlarge 24.78
vt1.3xlarge 0.65 vt1.6xlarge 1.3 vt1.24xlarge 5.2
`;

/** What holds where the user names no table. */
export const builtInPrices: PriceTable = {
  date: '2026-01-19',
  region: 'us-east-1',
  feeShare: DEFAULT_FEE_SHARE,
  families: listed(FAMILIES),
  types: listed(TYPES),
};

/** Names and prices in turn. */
function listed(text: string): ReadonlyMap<string, TablePrice> {
  const words = text.trim().split(/\s+/);
  const pairs = words.flatMap((name, index) =>
    index % 2 === 0 ? [[name, { onDemand: Number(words[index + 1]) }] as const] : [],
  );
  return new Map(pairs);
}
