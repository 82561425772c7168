import { expect } from 'chai';
import { S3Service } from '../../../local/s3/s3-service.js';
import { allCases } from '../s3-cases/all-cases.js';
import { runS3, type RunningS3 } from './running-s3.js';

describe(`${S3Service.name}, by cases that hold on any S3`, () => {
  let s3: RunningS3;

  beforeEach(async () => {
    s3 = await runS3();
  });
  afterEach(() => s3.close());

  it('has at least 40 of them, each of its own title', () => {
    expect(new Set(allCases.map((item) => item.title)).size)
      .to.equal(allCases.length)
      .and.to.be.at.least(40);
  });

  for (const { title, run } of allCases) {
    it(title, async () => {
      await run(s3.client, 'bbb');
      expect(s3.server.logged).to.deep.equal([]);
      // Some move 64 MiB, or a thousand objects, beside whatever else the machine does.
    }).timeout(60_000);
  }
});
