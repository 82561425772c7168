import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsAccess } from '../config/awsecs-config.js';
import { present } from '../present.js';
import { LapsedCredentials } from './lapsed-credentials.js';

/** Credentials as the SDK's providers give them, with where they came from. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  /** Features by name (@aws-sdk/types, AttributedAwsCredentialIdentity). */
  readonly $source?: object;
}

/** One of the SDK's providers that can be made to look again. */
export type CredentialsProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<Credentials>;

interface Failed {
  readonly name?: string;
  readonly $metadata?: { readonly clockSkewCorrected?: boolean };
}

/** What services and the SDK's providers call credentials that are not, or no longer, good. */
const LAPSES = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'CredentialsProviderError',
  'TokenProviderError',
]);

/** What a service answers to a request whose time it does not believe; it was not looked at. */
const DOUBTED_TIMES = new Set([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
  'RequestExpired',
  'AuthFailure',
]);

/**
 * The credentials of a session's calls. The SDK reads a profile's files once in the life of a process, and keeps for
 * ever what bears no date of expiry; so whoever renews them by writing a file (saml2aws, aws-mfa, aws sso login in a
 * profile with keys) would have to start anew. Here they are read again as soon as AWS has called them bad.
 */
export class SessionCredentials {
  /** For every client of the session. Marked as one that needs no cache before it: it is asked before every call. */
  readonly provider = Object.assign((options?: object): Promise<Credentials> => this.provide(options), {
    memoized: true,
  });
  private stale = false;
  /** How often others came for those that were called bad. */
  private renewals = 0;
  private last: Credentials | undefined;
  private proven = false;

  /** @param fixed whether the chain gives the same for ever. */
  constructor(
    private readonly chain: CredentialsProvider,
    private readonly fixed: boolean,
  ) {}

  /** Those of the configuration, else what the SDK finds. */
  static of({ credentials, profile }: AwsAccess): SessionCredentials {
    if (credentials !== undefined) return new SessionCredentials(credentials, true);
    // Files are small, and asked for only when there is nothing else to go by.
    return new SessionCredentials(defaultProvider({ ...present({ profile }), ignoreCache: true }), false);
  }

  /**
   * Middleware of every client. What was signed with a wrong time is sent once more: the SDK has learned the time from
   * the answer, but repeats nothing where it is given one attempt.
   * @throws LapsedCredentials where credentials that were good are so no longer.
   */
  readonly guard =
    <Input, Output>(next: (args: Input) => Promise<Output>) =>
    async (args: Input): Promise<Output> => {
      const { renewals } = this;
      try {
        const answer = await next(args).catch((error: unknown) => {
          if (!wasDoubted(error)) throw error;
          return next(args);
        });
        this.proven = true;
        return answer;
      } catch (error) {
        if (!LAPSES.has(nameOf(error))) throw error;
        // Others may have come since this call was signed.
        if (this.renewals === renewals) this.stale = true;
        // Those that never worked are a mistake that waiting does not mend.
        throw this.proven ? new LapsedCredentials(error, this.mayRenew) : error;
      }
    };

  /** The environment of a process is its own: nobody can give it other keys. */
  private get mayRenew(): boolean {
    return !this.fixed && !('CREDENTIALS_ENV_VARS' in (this.last?.$source ?? {}));
  }

  private async provide(options?: object): Promise<Credentials> {
    const { stale } = this;
    this.stale = false;
    try {
      const credentials = await this.chain({ ...options, forceRefresh: stale });
      if (stale && !isSame(credentials, this.last)) this.renewals += 1;
      this.last = credentials;
      return credentials;
    } catch (error) {
      this.stale ||= stale;
      throw error;
    }
  }
}

function isSame(one: Credentials, other: Credentials | undefined): boolean {
  return one.accessKeyId === other?.accessKeyId && one.sessionToken === other.sessionToken;
}

function wasDoubted(error: unknown): boolean {
  const failed = Object(error) as Failed;
  return failed.$metadata?.clockSkewCorrected === true && DOUBTED_TIMES.has(failed.name ?? '');
}

function nameOf(error: unknown): string {
  return (Object(error) as Failed).name ?? '';
}
