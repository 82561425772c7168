import { invalidParameter } from '../../http/aws-error.js';
import { type EcsPlace } from '../arns.js';
import { type StateBook } from '../../state/state-book.js';

/** A setting this cloud has: the values it may take and AWS's default. */
interface SettingRule {
  readonly name: string;
  readonly values: readonly string[];
  readonly default: string;
}

const longArns = (name: string): SettingRule => ({ name, values: ['enabled'], default: 'enabled' });

/**
 * Settings that mean something here. ARNs are always long. `containerInsights` is the default of new clusters;
 * `defaultLogDriverMode` is kept, and no log line is lost in either mode. In order of name, as pages are.
 */
const rules: readonly SettingRule[] = [
  { name: 'containerInsights', values: ['enhanced', 'enabled', 'disabled'], default: 'disabled' },
  longArns('containerInstanceLongArnFormat'),
  { name: 'defaultLogDriverMode', values: ['blocking', 'non-blocking'], default: 'non-blocking' },
  longArns('serviceLongArnFormat'),
  longArns('taskLongArnFormat'),
];

const kind = 'ecs-account-setting';

/** An account setting as it is in force. */
export interface AccountSetting {
  readonly name: string;
  readonly value: string;
  /** False for AWS's default. */
  readonly set: boolean;
}

/** Account settings of one region; the local cloud has one principal, so a setting is also its default. */
export class AccountSettings {
  private readonly values = new Map<string, string>();

  constructor(
    private readonly place: EcsPlace,
    private readonly state: StateBook,
  ) {
    for (const { name, values } of rules) {
      const kept = state.all(kind).get(this.key(name));
      if (typeof kept === 'string' && values.includes(kept)) this.values.set(name, kept);
    }
  }

  /** Whether every setting is AWS's default. */
  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  /** All settings this cloud has, by name. */
  all(): AccountSetting[] {
    return rules.map(({ name, default: usual }) => ({
      name,
      value: this.values.get(name) ?? usual,
      set: this.values.has(name),
    }));
  }

  /** What a new cluster's `containerInsights` is unless CreateCluster says otherwise. */
  containerInsights(): string {
    return this.values.get('containerInsights') ?? 'disabled';
  }

  /** @throws AwsError InvalidParameterException for a setting or value that is not served */
  put(name: string, value: string): void {
    const { values } = ruleOf(name);
    if (!values.includes(value)) {
      throw invalidParameter(`value '${value}' of ${name} must be one of ${values.join(', ')}`);
    }
    this.values.set(name, value);
    this.state.note(kind, this.key(name), () => value);
  }

  /**
   * Back to AWS's default; answers the value that was in force.
   *
   * @throws AwsError InvalidParameterException for a setting that is not served
   */
  reset(name: string): string {
    const { default: usual } = ruleOf(name);
    const value = this.values.get(name) ?? usual;
    this.values.delete(name);
    this.state.drop(kind, this.key(name));
    return value;
  }

  private key(name: string): string {
    return `${this.place.region}/${name}`;
  }
}

/** @throws AwsError InvalidParameterException for a setting this cloud does not have */
export function ruleOf(name: string): SettingRule {
  const rule = rules.find((one) => one.name === name);
  if (rule !== undefined) return rule;
  throw invalidParameter(
    `The account setting '${name}' is not served by the local cloud. It has: ${rules.map((one) => one.name).join(', ')}.`,
  );
}
