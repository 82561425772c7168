import { bucketCases } from './bucket-cases.js';
import { checksumCases } from './checksum-cases.js';
import { conditionCases } from './condition-cases.js';
import { copyCases } from './copy-cases.js';
import { keyCases } from './key-cases.js';
import { listingCases } from './listing-cases.js';
import { multipartCases } from './multipart-cases.js';
import { objectCases } from './object-cases.js';
import type { S3Case } from './s3-case.js';

export const allCases: readonly S3Case[] = [
  ...objectCases,
  ...keyCases,
  ...conditionCases,
  ...listingCases,
  ...multipartCases,
  ...copyCases,
  ...checksumCases,
  ...bucketCases,
];
