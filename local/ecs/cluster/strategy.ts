import { listOf, number, structure, text } from '../../http/aws-json.js';
import { invalidParameter } from '../../http/aws-error.js';
import { type Random } from '../../random-id.js';
import { isAwsOwned } from './aws-owned.js';

export const strategyShape = listOf(structure({ capacityProvider: text, weight: number, base: number }));

export interface StrategyItem {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base: number;
}

const whole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/**
 * The rules of a strategy (facts §2c): at most 20 items of one type of provider, weight 0 to 1000, base 0 to
 * 100000 on one item only.
 *
 * @throws AwsError InvalidParameterException with every problem
 */
export function checkedStrategy(items: ReturnType<typeof strategyShape>): readonly StrategyItem[] {
  const strategy = items.map((item) => ({
    capacityProvider: item.capacityProvider ?? '',
    weight: item.weight ?? 0,
    base: item.base ?? 0,
  }));
  const problems = strategy.flatMap(({ capacityProvider: name, weight, base }) => [
    ...(name === '' ? ['capacityProvider is missing'] : []),
    ...(whole(weight, 0, 1000) ? [] : [`weight ${weight} of '${name}': 0 to 1000 is allowed`]),
    ...(whole(base, 0, 100_000) ? [] : [`base ${base} of '${name}': 0 to 100000 is allowed`]),
  ]);
  const names = strategy.map(({ capacityProvider }) => capacityProvider);
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) problems.push(`'${twice}' is named twice`);
  if (strategy.length > 20) problems.push(`${strategy.length} items: at most 20 are allowed`);
  if (strategy.filter(({ base }) => base > 0).length > 1) problems.push('only one item may have a base');
  if (strategy.length > 1 && strategy.every(({ weight, base }) => weight === 0 && base === 0)) {
    problems.push('at least one item needs a weight or a base above 0');
  }
  if (names.some(isAwsOwned) && !names.every(isAwsOwned)) {
    problems.push('Fargate and other capacity providers cannot be mixed');
  }
  if (problems.length > 0)
    throw invalidParameter(`Invalid capacity provider strategy: ${problems.join('; ')}.`);
  return strategy;
}

/** The item for the task at `index` of a call: the base first, then by chance in the ratio of the weights. */
export function strategyItem(
  strategy: readonly StrategyItem[],
  index: number,
  random: Random,
): StrategyItem | undefined {
  const based = strategy.find(({ base }) => index < base);
  if (based !== undefined || strategy.length === 1) return based ?? strategy[0];
  let left = random() * strategy.reduce((sum, { weight }) => sum + weight, 0);
  // Weights that are all 0 leave only the item with the base.
  return strategy.find(({ weight }) => (left -= weight) < 0) ?? strategy.find(({ base }) => base > 0);
}
