/** An availability zone. */
export interface Zone {
  /** Its name, e.g. `us-east-1a`. */
  readonly id: string;
  /** E.g. `use1-az1`. AWS shuffles them by account; here they follow the letters. */
  readonly zoneId: string;
}

/** Regions every account may use without asking (EC2 user guide, Regions). */
export const commonRegions: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** us-east-1 has six zones; three is what most regions have at least. */
export function zonesOf(region: string): readonly Zone[] {
  const letters = region === 'us-east-1' ? ['a', 'b', 'c', 'd', 'e', 'f'] : ['a', 'b', 'c'];
  const [land = '', ...rest] = region.split('-');
  const number = rest.pop() ?? '';
  // us-east-1 is use1, ap-southeast-2 apse2, us-gov-west-1 usgw1.
  const course = rest.map((word) =>
    word.replace(/^(north|south)(east|west)$/, '$1-$2').replace(/(\w)\w*-?/g, '$1'),
  );
  return letters.map((letter, index) => ({
    id: `${region}${letter}`,
    zoneId: `${land}${course.join('')}${number}-az${index + 1}`,
  }));
}
