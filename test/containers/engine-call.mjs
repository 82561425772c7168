// One call of the container engine at DOCKER_HOST (unix:// or tcp://): METHOD PATH, the body from standard input where
// it is a POST. A machine need have neither Docker's client nor curl.
import { request } from 'node:http';
import { argv, env, exit, stderr, stdin, stdout } from 'node:process';

const [method = 'GET', path = '/_ping'] = argv.slice(2);
const host = env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
const where = host.startsWith('unix://')
  ? { socketPath: host.slice('unix://'.length) }
  : { host: new URL(host).hostname, port: new URL(host).port };

const call = request({ ...where, method, path, headers: { host: 'docker' }, timeout: 60_000 }, (answer) => {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk) => (text += chunk));
  answer.on('end', () => {
    const failed = (answer.statusCode ?? 500) >= 400 || text.includes('"error"');
    (failed ? stderr : stdout).write(`${text}\n`);
    exit(failed ? 1 : 0);
  });
});
call.on('error', (error) => {
  stderr.write(`${error.message}\n`);
  exit(1);
});
call.on('timeout', () => call.destroy(new Error('no answer')));
if (method === 'POST') stdin.pipe(call);
else call.end();
