import { expect } from 'chai';
import { hideSecrets } from '../../../src/plan/hide-secrets.js';

describe(hideSecrets.name, () => {
  for (const name of [
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'FUSION_LICENSE_TOKEN',
    'DB_PASSWORD',
    'OPENAI_API_KEY',
    'AWS_ACCESS_KEY_ID',
    'DB_PASS',
    'MYSQL_PWD',
    'AUTHORIZATION',
    'ENCRYPTION_KEY',
    'SSH_KEY',
    'GH_PAT',
  ]) {
    it(`shows no value of the variable ${name}`, () => {
      expect(hideSecrets([{ name, value: 'canary' }])).to.deep.equal([{ name, value: '***' }]);
    });
  }

  it('shows no value of tags and labels of such names', () => {
    const request = {
      tags: [{ key: 'api_key', value: 'canary' }],
      dockerLabels: { password: 'canary', team: 'x' },
    };
    expect(hideSecrets(request)).to.deep.equal({
      tags: [{ key: 'api_key', value: '***' }],
      dockerLabels: { password: '***', team: 'x' },
    });
  });

  it('shows no credential wherever it stands', () => {
    const shown = JSON.stringify(hideSecrets({ command: ['curl', 'https://me:canary-123@host/x'] }));
    expect(shown).to.not.include('canary');
  });

  it('leaves everything else as it is, secrets by their ARN too', () => {
    const request = {
      secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/token' }],
      environment: [{ name: 'FUSION_WORK', value: '/fusion/s3/my-bucket/work' }],
      clientToken: 'NHmlnJ6C2siptHLv1STjogAXXg7DDQ9hh_X0zjWRZ7o',
      tags: [
        { key: 'author', value: 'me' },
        { key: 'nextflow.io/sessionId', value: '1' },
      ],
      count: 1,
      image: 'quay.io/org/tool:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      none: undefined,
    };
    expect(hideSecrets(request)).to.deep.equal(request);
  });
});
