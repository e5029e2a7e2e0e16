/** The partitions of AWS, and a region in each that answers for all of it. */
const partitions = [
  { id: 'aws-us-gov', begins: 'us-gov-', home: 'us-gov-west-1' },
  { id: 'aws-cn', begins: 'cn-', home: 'cn-north-1' },
  { id: 'aws-iso', begins: 'us-iso-', home: 'us-iso-east-1' },
  { id: 'aws-iso-b', begins: 'us-isob-', home: 'us-isob-east-1' },
  { id: 'aws-eusc', begins: 'eusc-', home: 'eusc-de-east-1' },
] as const;

const commercial = { id: 'aws', home: 'us-east-1' } as const;

/** The partition of a region, as ARNs name it. `fips-us-gov-west-1` is a region to the SDK, too. */
export function partitionOf(region: string): { readonly id: string; readonly home: string } {
  const plain = region.replace(/^fips-/, '');
  return partitions.find(({ begins }) => plain.startsWith(begins)) ?? commercial;
}

/** The region to ask first where somebody signs in as `arn`. */
export function homeOfArn(arn: string): string {
  const id = arn.split(':')[1];
  return partitions.find((each) => each.id === id)?.home ?? commercial.home;
}

/** Where to ask for what might be in any of the public partitions, the usual one first. */
export const publicHomes: readonly string[] = ['us-east-1', 'us-gov-west-1', 'cn-north-1'];
