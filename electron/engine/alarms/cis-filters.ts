import type { Level } from '../../contract/detect.ts';

/** A metric filter that the CIS AWS Foundations Benchmark asks an alarm for. */
export interface CisFilter {
  /** Of the benchmark's versions 1.3 to 4.0. */
  readonly number: string;
  /** Of version 1.2; null where that has none. */
  readonly numberIn12: string | null;
  /** As templates for it name the metric. */
  readonly name: string;
  /** Spoor's own: the benchmark gives none. */
  readonly level: Level;
  readonly title: string;
  readonly help: string;
  /** For CloudWatch Logs, character by character. */
  readonly pattern: string;
  /** The alarm rings at so many events in a period. */
  readonly threshold: number;
}

/**
 * Numbers, names, patterns and thresholds as in aws-solutions/automated-security-response-on-aws
 * (playbooks/common/cloudwatch_get_input_values.py) for 4.1 to 4.14, and as the benchmark's text is quoted for 4.15.
 */
export const cisFilters: readonly CisFilter[] = [
  {
    number: '4.1',
    numberIn12: '3.1',
    name: 'UnauthorizedAPICalls',
    level: 'low',
    title: 'Calls that were refused',
    help: 'Somebody tried what they may not do: a mistake in a policy, or a search for what a stolen key can reach. Look for one identity with many different calls.',
    pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    threshold: 1,
  },
  {
    number: '4.2',
    numberIn12: '3.2',
    name: 'ConsoleSigninWithoutMFA',
    level: 'medium',
    title: 'Signing in to the console without MFA',
    help: 'A sign-in where the second factor was not used with AWS itself. Sign-ins through an identity provider are among them: there the provider asks for it.',
    pattern: '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes")}',
    threshold: 1,
  },
  {
    number: '4.3',
    numberIn12: '3.3',
    name: 'RootAccountUsage',
    level: 'high',
    title: 'Use of the root user',
    help: 'The root user can do everything and no policy holds it back. There are few reasons to use it, and each should be known beforehand.',
    pattern:
      '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    threshold: 1,
  },
  {
    number: '4.4',
    numberIn12: '3.4',
    name: 'IAMPolicyChanges',
    level: 'medium',
    title: 'Changes of IAM policies',
    help: 'Who may do what was changed. An attacker gives rights to an identity that they hold, or takes those of somebody who could stop them.',
    pattern:
      '{($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy)}',
    threshold: 1,
  },
  {
    number: '4.5',
    numberIn12: '3.5',
    name: 'CloudTrailChanges',
    level: 'high',
    title: 'Changes of trails',
    help: 'A trail was made, changed, removed, started or stopped. After StopLogging or DeleteTrail the log may say nothing of what came next.',
    pattern:
      '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    threshold: 1,
  },
  {
    number: '4.6',
    numberIn12: '3.6',
    name: 'ConsoleAuthenticationFailure',
    level: 'low',
    title: 'Failed sign-ins to the console',
    help: 'A wrong password or a wrong code. One is a slip; a row of them, or many users from one address, is guessing.',
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    threshold: 1,
  },
  {
    number: '4.7',
    numberIn12: '3.7',
    name: 'DisableOrDeleteCMK',
    level: 'high',
    title: 'Keys of KMS disabled or to be deleted',
    help: 'What a customer-managed key protects cannot be read any more once the key is gone.',
    pattern:
      '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    threshold: 1,
  },
  {
    number: '4.8',
    numberIn12: '3.8',
    name: 'S3BucketPolicyChanges',
    level: 'medium',
    title: 'Changes of what guards S3 buckets',
    help: 'The policy, access list, CORS, lifecycle or replication of a bucket was changed: it may have been opened to others, or made to lose its objects.',
    pattern:
      '{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}',
    threshold: 1,
  },
  {
    number: '4.9',
    numberIn12: '3.9',
    name: 'AWSConfigChanges',
    level: 'medium',
    title: 'Changes of AWS Config',
    help: 'The recorder or its delivery was changed or stopped: later changes of resources may be recorded nowhere.',
    pattern:
      '{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}',
    threshold: 1,
  },
  {
    number: '4.10',
    numberIn12: '3.10',
    name: 'SecurityGroupChanges',
    level: 'low',
    title: 'Changes of security groups',
    help: 'What may reach a machine, and what it may reach, was changed.',
    pattern:
      '{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}',
    threshold: 1,
  },
  {
    number: '4.11',
    numberIn12: '3.11',
    name: 'NetworkACLChanges',
    level: 'low',
    title: 'Changes of network ACLs',
    help: 'The rules at the border of a subnet were changed.',
    pattern:
      '{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}',
    threshold: 1,
  },
  {
    number: '4.12',
    numberIn12: '3.12',
    name: 'NetworkGatewayChanges',
    level: 'low',
    title: 'Changes of network gateways',
    help: 'A way between a network and the world outside was made, removed, attached or detached.',
    pattern:
      '{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}',
    threshold: 1,
  },
  {
    number: '4.13',
    numberIn12: '3.13',
    name: 'RouteTableChanges',
    level: 'low',
    title: 'Changes of route tables',
    help: 'Where traffic goes was changed. API Gateway has calls of the name CreateRoute as well, which this pattern does not tell apart.',
    pattern:
      '{($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable)}',
    threshold: 1,
  },
  {
    number: '4.14',
    numberIn12: '3.14',
    name: 'VPCChanges',
    level: 'low',
    title: 'Changes of VPCs',
    help: 'A network was made, changed, removed, or joined to another one.',
    pattern:
      '{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}',
    threshold: 1,
  },
  {
    number: '4.15',
    numberIn12: null,
    name: 'OrganizationsChanges',
    level: 'medium',
    title: 'Changes of the organization',
    help: 'An account joined, left or moved, or the policies that bind accounts were changed.',
    pattern:
      '{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = "AcceptHandshake") || ($.eventName = "AttachPolicy") || ($.eventName = "CreateAccount") || ($.eventName = "CreateOrganizationalUnit") || ($.eventName = "CreatePolicy") || ($.eventName = "DeclineHandshake") || ($.eventName = "DeleteOrganization") || ($.eventName = "DeleteOrganizationalUnit") || ($.eventName = "DeletePolicy") || ($.eventName = "DetachPolicy") || ($.eventName = "DisablePolicyType") || ($.eventName = "EnablePolicyType") || ($.eventName = "InviteAccountToOrganization") || ($.eventName = "LeaveOrganization") || ($.eventName = "MoveAccount") || ($.eventName = "RemoveAccountFromOrganization") || ($.eventName = "UpdatePolicy") || ($.eventName = "UpdateOrganizationalUnit")) }',
    threshold: 1,
  },
];
