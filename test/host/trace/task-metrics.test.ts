import { expect } from 'chai';
import { parseMetrics } from '../../../host/trace/task-metrics.js';

const parsed = (text: string): Record<string, unknown> => Object.fromEntries(parseMetrics(text));

describe(parseMetrics.name, () => {
  it('turns KB into bytes and tenths into percent', () => {
    const lines = [
      'realtime=1500',
      '%cpu=1234',
      'peak_rss=2048',
      'rchar=7',
      'cpu_model=Graviton = 4',
      '%mem=3',
    ];
    expect(parsed(`nextflow.trace/v2\n${lines.join('\n')}\n`)).to.deep.equal({
      realtime: 1500,
      '%cpu': 123.4,
      peak_rss: 2_097_152,
      rchar: 7,
      cpu_model: 'Graviton = 4',
      '%mem': 0.3,
    });
  });

  it('takes nothing of a file in another form', () => {
    expect(parsed('')).to.deep.equal({});
    expect(parsed('pid state %cpu\n1 0 3\n')).to.deep.equal({});
  });

  it('leaves out what is no figure of its own', () => {
    const lines = [
      'realtime=-1',
      'rss=',
      'vmem=1e9',
      'name=x',
      'task_id=3',
      'rchar=99999999999999999',
      'wchar',
      '=1',
    ];
    expect(parsed(`nextflow.trace/v2\n${lines.join('\n')}`)).to.deep.equal({});
  });
});
