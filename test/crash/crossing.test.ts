import { expect } from 'chai';
import { crossingOf, linesOf } from './crossing.js';

const get = { method: 'GET', path: '/', body: '' };

describe('names of what leaves an engine', () => {
  for (const [facts, name] of [
    [{ ...get, target: 'AmazonEC2ContainerServiceV20141113.RunTask' }, 'ecs:RunTask'],
    [
      { ...get, target: 'AmazonEC2ContainerServiceV20141113.DescribeTasks', body: '{"include":["TAGS"]}' },
      'ecs:DescribeTasks with tags',
    ],
    [{ ...get, target: 'Logs_20140328.CreateLogGroup' }, 'logs:CreateLogGroup'],
    [{ ...get, method: 'POST', body: 'Action=DescribeSubnets&Version=2016-11-15' }, 'ec2:DescribeSubnets'],
    [{ ...get, path: '/my-bucket/work/ab/cd/.command.run?x-id=GetObject' }, 's3:GET .command.run'],
    [{ ...get, method: 'PUT', path: '/my-bucket/work/.nf-sessions/1-2.json' }, 's3:PUT lease'],
    [
      { ...get, method: 'POST', path: '/my-bucket?delete=', body: '<Key>work/.nf-sessions/1-2.json</Key>' },
      's3:DELETE lease',
    ],
    [{ ...get, method: 'HEAD', path: '/my-bucket' }, 's3:HEAD bucket'],
    [{ ...get, path: '/my-bucket?list-type=2&prefix=work' }, 's3:LIST'],
  ] as const) {
    it(`calls ${facts.method} ${facts.path} ${'target' in facts ? facts.target : facts.body} ${name}`, () => {
      expect(crossingOf(facts)).to.equal(name);
    });
  }

  it('calls lines of a history by their first event, and by the end of the run where that is among them', () => {
    const line = (event: string): string => `${JSON.stringify({ event, time: 1 })}\n`;
    expect(linesOf(line('submitted') + line('ended'))).to.equal('history:submitted');
    expect(linesOf(line('ended') + line('run-ended'))).to.equal('history:run-ended');
  });
});
