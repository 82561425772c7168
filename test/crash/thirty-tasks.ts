/** A program that embeds the engine: thirty tasks of one session, whose id it is given. Prints what each printed. */
import { openSession } from '../../host/index.js';
import { bucket, clusterOf, region } from './place.js';

const [scenario = '0', sessionId = '', ledger = '', plugin = ''] = process.argv.slice(2);
const endpoint = process.env['AWS_ENDPOINT_URL'] ?? '';
const cluster = clusterOf(Number(scenario));
const session = await openSession({
  plugins: [plugin],
  sessionId,
  workDir: `s3://${bucket}/${cluster}`,
  environment: process.env,
  config: {
    wave: { enabled: true, endpoint },
    fusion: { enabled: true, containerConfigUrl: `${endpoint}/fusion/layer.json` },
    aws: {
      region,
      accessKey: 'local-cloud',
      secretKey: 'not-a-secret',
      client: { endpoint, s3PathStyleAccess: true },
      ecs: { endpoint, cluster, executionRole: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole' },
    },
  },
});
try {
  const run = async (index: number): Promise<string> => {
    const name = `TASK${index}`;
    const { outcome, stdout } = await session.run({
      process: name,
      container: `ubuntu:crash-${scenario}`,
      cpus: 1,
      memory: '512 MB',
      script: `echo begun >> '${ledger}/${name}'\nsleep ${index % 3}\necho "${name} says 0"\necho done >> '${ledger}/${name}'\n`,
    });
    return outcome.kind === 'completed' ? stdout : `${name} ${outcome.kind}: ${outcome.reason}\n`;
  };
  const said = await Promise.all(Array.from({ length: 30 }, (_, index) => run(index)));
  process.stdout.write(said.join(''));
} finally {
  await session.close();
}
