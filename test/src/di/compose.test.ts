import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { container, type InjectionToken } from 'tsyringe';
import { CallRepeater } from '../../../src/aws/call-repeater.js';
import { AwsClients } from '../../../src/aws/clients.js';
import { EcsApi } from '../../../src/aws/ecs-api.js';
import { EcsEndpoint, SdkEcsEndpoint } from '../../../src/aws/endpoint.js';
import { LogsApi } from '../../../src/aws/logs-api.js';
import { PacedLogsApi } from '../../../src/logs/paced-logs-api.js';
import { NetworkApi } from '../../../src/aws/network-api.js';
import { PacedEcsApi } from '../../../src/submit/paced-ecs-api.js';
import { SdkNetworkApi } from '../../../src/aws/sdk-network-api.js';
import { S3WorkDirApi, WorkDirApi } from '../../../src/aws/work-dir-api.js';
import { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { compose, override, services } from '../../../src/di/compose.js';
import { SessionEnd } from '../../../src/di/session-end.js';
import { token, untyped, type Token } from '../../../src/di/token.js';
import { Clock, Logger, Session } from '../../../src/di/tokens.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig } from '../aws-builders.js';
import { stubEcsApi } from '../stub-ports.js';

const TOKENS: readonly Token<unknown>[] = [
  AwsClients,
  AwsEcsConfig,
  Clock,
  EcsApi,
  EcsEndpoint,
  Logger,
  LogsApi,
  NetworkApi,
  Session,
  SessionEnd,
  WorkDirApi,
];

type ServiceClass = Extract<(typeof services)[number], new (...args: never[]) => object>;

const classes = services.filter((service): service is ServiceClass => typeof service === 'function');

/** What `@inject` noted for each parameter; tsyringe wraps the token. */
function injectionTokens(service: object): InjectionToken[] {
  const noted = (Reflect.getOwnMetadata('injectionTokens', service) ?? {}) as Record<
    string,
    InjectionToken | { readonly token: InjectionToken }
  >;
  return Object.values(noted).map((one) => (typeof one === 'object' && 'token' in one ? one.token : one));
}

describe(compose.name, () => {
  it('knows every service as a class', () => {
    expect(classes.length).to.equal(services.length);
  });

  it('knows every class of src/ that asks to be injected', async () => {
    const below = new URL('../../../src/', import.meta.url);
    const files = (await readdir(below, { recursive: true })).filter((path) => path.endsWith('.js'));
    const modules = await Promise.all(
      files.map((path) => import(new URL(path, below).href) as Promise<Record<string, unknown>>),
    );
    const asking = modules
      .flatMap((module) => Object.values(module))
      .filter((one) => typeof one === 'function' && Reflect.hasOwnMetadata('injectionTokens', one));
    expect(asking).to.have.members([...services]);
    expect(asking).to.include(CallRepeater);
  });

  it('gives every session an end of its own, which any number of calls can wait for', async () => {
    const config = awsEcsConfig();
    const [one, other] = [fakeSession(), fakeSession()].map((session) =>
      compose(config, session).resolve(untyped(SessionEnd)),
    );
    expect(one).not.to.equal(other);
    const warnings: string[] = [];
    const note = ({ name }: Error): unknown => warnings.push(name);
    process.on('warning', note);
    for (let call = 0; call < 50; call++) one?.signal.addEventListener('abort', () => undefined);
    await settle();
    process.off('warning', note);
    expect(warnings).to.deep.equal([]);
  });

  it('binds every token', () => {
    const scope = compose(awsEcsConfig(), fakeSession());
    for (const one of TOKENS) expect(scope.isRegistered(untyped(one))).to.equal(true);
  });

  for (const service of classes) {
    it(`binds ${service.name}, names a token for each of its parameters, and binds that token`, () => {
      const scope = compose(awsEcsConfig(), fakeSession());
      const tokens = injectionTokens(service);
      expect(tokens.length).to.equal(service.length);
      expect(scope.isRegistered(service)).to.equal(true);
      for (const one of tokens) expect(scope.isRegistered(one)).to.equal(true);
      const made = scope.resolve(service);
      expect(made).to.be.instanceOf(service);
      expect(scope.resolve(service)).to.equal(made);
    });
  }

  it('hands in the session’s own configuration, clock and logger, and the SDK’s adapters', () => {
    const session = fakeSession();
    const config = awsEcsConfig();
    const scope = compose(config, session);
    expect(scope.resolve(untyped(AwsEcsConfig))).to.equal(config);
    expect(scope.resolve(untyped(Session))).to.equal(session);
    expect(scope.resolve(untyped(Clock))).to.equal(session.clock);
    expect(scope.resolve(untyped(Logger))).to.equal(session.logger);
    expect(scope.resolve(untyped(EcsApi))).to.be.instanceOf(PacedEcsApi);
    expect(scope.resolve(untyped(EcsEndpoint))).to.be.instanceOf(SdkEcsEndpoint);
    expect(scope.resolve(untyped(LogsApi))).to.be.instanceOf(PacedLogsApi);
    expect(scope.resolve(untyped(NetworkApi))).to.be.instanceOf(SdkNetworkApi);
    expect(scope.resolve(untyped(WorkDirApi))).to.be.instanceOf(S3WorkDirApi);
  });

  it('shares nothing between two sessions', () => {
    const config = awsEcsConfig();
    const [one, two] = [compose(config, fakeSession()), compose(config, fakeSession())];
    for (const service of classes)
      expect(one.resolve(service), service.name).not.to.equal(two.resolve(service));
    for (const port of [AwsClients, EcsApi, EcsEndpoint, LogsApi, NetworkApi, SessionEnd, WorkDirApi]) {
      expect(one.resolve(untyped<unknown>(port))).not.to.equal(two.resolve(untyped<unknown>(port)));
    }
  });

  it('leaves the global container empty', () => {
    compose(awsEcsConfig(), fakeSession());
    for (const one of [...classes, ...TOKENS.map((typed) => untyped(typed))]) {
      expect(container.isRegistered(one)).to.equal(false);
    }
  });

  it('gives an override to everyone who asks for its token', () => {
    const ecs = stubEcsApi();
    const scope = compose(awsEcsConfig(), fakeSession(), [override(EcsApi, ecs)]);
    expect(scope.resolve(untyped(EcsApi))).to.equal(ecs);
  });
});

describe(override.name, () => {
  it('takes a value of the token’s own type; the compiler refuses another', () => {
    expect(override(EcsApi, stubEcsApi()).token).to.equal(EcsApi);
    // @ts-expect-error a clock is no EcsApi
    expect(override(EcsApi, fakeSession().clock).token).to.equal(EcsApi);
    // @ts-expect-error a bare symbol says nothing of its type
    expect(override(Symbol('raw'), 1).value).to.equal(1);
  });
});

describe(token.name, () => {
  it('makes a token of its own each time, named after what it stands for', () => {
    expect(token('X')).not.to.equal(token('X'));
    expect(token('X').description).to.equal('awsecs.X');
  });
});
