/** The invented company of the sample: its accounts, regions, buckets and people. Nothing of it exists. */
export const production = '111122223333';
export const development = '444455556666';
export const security = '777788889999';
export const accounts = [production, development, security] as const;

export const homeRegion = 'eu-west-1';
export const secondRegion = 'eu-central-1';
/** Global services (IAM, the console's front door) record here. */
export const globalRegion = 'us-east-1';
/** Where the company has nothing. */
export const unusedRegion = 'ap-southeast-2';

export const organization = 'o-examplecorp1';
export const trailName = 'org-trail';
export const trailPrefix = 'acme';
export const trailBucket = 'acme-trail-archive';
export const customerBucket = 'acme-customer-records';
export const uploadsBucket = 'acme-web-uploads';
export const artifactsBucket = 'acme-build-artifacts';

const dayMs = 24 * 60 * 60_000;
/** Monday; the sample lasts until Friday midnight. */
export const firstMs = Date.parse('2026-03-02T00:00:00Z');
export const days = 5;
export const endMs = firstMs + days * dayMs;

/** A moment of the sample: day 0 is Monday. */
export function moment(day: number, clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return firstMs + day * dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

export const office = '198.51.100.17';
export const homeOffice = '198.51.100.88';
export const browserAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0';
export const terraformAgent =
  'APN/1.0 HashiCorp/1.0 Terraform/1.11.0 (+https://www.terraform.io) terraform-provider-aws/5.90.0';
export const sdkAgent =
  'aws-sdk-java/2.30.22 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21.0.6 md/vendor#Amazon.com_Inc. m/D';
export const cliAgent =
  'aws-cli/2.24.10 md/awscrt#0.23.8 ua/2.0 os/linux#6.8 md/arch#x86_64 lang/python#3.12.9 md/command#s3.cp';
export const consoleAgent = 'AWS Internal';
