/**
 * Runs the S3 cases of test/local/s3-cases against another server, so that the cases themselves are right:
 *
 *   node test/foreign/s3-moto.mjs http://127.0.0.1:5000 [words of a title]
 *
 * Needs `npm run build` first, and a moto server: `pip install 'moto[server]'`, `moto_server -H 127.0.0.1 -p 5000`.
 * Ends with 1 where a case fails that is not known to (`notOn.moto`).
 */
import console from 'node:console';
import process from 'node:process';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { allCases } from '../../dist/test/local/s3-cases/all-cases.js';

const [endpoint, ...words] = process.argv.slice(2);
if (endpoint === undefined) {
  console.error('usage: node test/foreign/s3-moto.mjs <endpoint> [words of a title]');
  process.exit(2);
}

const client = new S3Client({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  forcePathStyle: true,
  maxAttempts: 1,
});

const counts = { passed: 0, failed: 0, known: 0 };
const run = Math.random().toString(36).slice(2, 10);
const wanted = allCases.filter((item) => item.title.includes(words.join(' ')));

for (const [index, item] of wanted.entries()) {
  const why = item.notOn?.moto;
  if (why !== undefined) {
    counts.known++;
    console.log(`known   ${item.title}: ${why}`);
    continue;
  }
  const Bucket = `case-${run}-${index}`;
  try {
    await client.send(new CreateBucketCommand({ Bucket }));
    await item.run(client, Bucket);
    counts.passed++;
    console.log(`pass    ${item.title}`);
  } catch (error) {
    counts.failed++;
    console.log(
      `FAIL    ${item.title}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`,
    );
  }
}

client.destroy();
console.log(
  `${counts.passed} passed, ${counts.failed} failed, ${counts.known} known to differ, of ${wanted.length}`,
);
process.exitCode = counts.failed === 0 ? 0 : 1;
