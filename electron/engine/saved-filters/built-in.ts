import type { BuiltInFilter } from '../../contract/saved-filters.ts';

/**
 * What is asked of nearly every trail. Conditions on fields wherever they say it, which are answered at once; where
 * only the record says it, fields first narrow down which records are searched.
 */
export const builtInFilters: readonly BuiltInFilter[] = [
  {
    id: 'sign-ins',
    name: 'Sign-ins',
    note: 'Every sign-in to the console, also of federated users, and every change of role in it.',
    filter:
      'name:(ConsoleLogin OR SwitchRole OR ExitRole OR RenewRole OR UserAuthentication OR GetSigninToken OR CheckMfa)',
  },
  {
    id: 'failed-sign-ins',
    name: 'Failed sign-ins',
    note: 'Sign-ins to the console that were refused: many in a row look for a password.',
    filter: 'name:ConsoleLogin -outcome:success',
  },
  {
    id: 'sign-in-without-mfa',
    name: 'Sign-ins without MFA',
    note: 'Sign-ins that worked without a second factor; of federated users only their own provider knows.',
    filter: 'name:ConsoleLogin outcome:success additionalEventData.MFAUsed:No',
  },
  {
    id: 'root-use',
    name: 'Root use',
    note: 'What the root user of an account did, without what services do in its name.',
    filter: 'identitytype:Root -type:AwsServiceEvent -userIdentity.invokedBy:*',
  },
  {
    id: 'keys-made',
    name: 'Keys and passwords made',
    note: 'New credentials of users: access keys, console passwords, service passwords, key pairs of instances.',
    filter:
      'name:(CreateAccessKey OR UpdateAccessKey OR CreateLoginProfile OR UpdateLoginProfile OR CreateServiceSpecificCredential OR ResetServiceSpecificCredential OR UploadSSHPublicKey OR UploadSigningCertificate OR CreateKeyPair OR ImportKeyPair)',
  },
  {
    id: 'principals-made',
    name: 'Users and roles made',
    note: 'New users, roles, groups and identity providers, and who may assume a role.',
    filter:
      'service:(iam OR rolesanywhere OR sso OR identitystore) name:(CreateUser OR CreateRole OR CreateGroup OR AddUserToGroup OR UpdateAssumeRolePolicy OR CreateInstanceProfile OR AddRoleToInstanceProfile OR CreateSAMLProvider OR UpdateSAMLProvider OR CreateOpenIDConnectProvider OR CreateTrustAnchor OR CreateProfile OR CreatePermissionSet OR CreateAccountAssignment)',
  },
  {
    id: 'mfa-removed',
    name: 'MFA removed',
    note: 'Second factors that were switched off or deleted.',
    filter: 'name:(DeactivateMFADevice OR DeleteVirtualMFADevice)',
  },
  {
    id: 'policy-changes',
    name: 'Policy changes',
    note: 'What users, roles and groups may do was changed.',
    filter:
      'service:iam name:(CreatePolicy OR CreatePolicyVersion OR SetDefaultPolicyVersion OR DeletePolicy OR DeletePolicyVersion OR PutUserPolicy OR PutRolePolicy OR PutGroupPolicy OR AttachUserPolicy OR AttachRolePolicy OR AttachGroupPolicy OR DetachUserPolicy OR DetachRolePolicy OR DetachGroupPolicy OR DeleteUserPolicy OR DeleteRolePolicy OR DeleteGroupPolicy OR PutUserPermissionsBoundary OR PutRolePermissionsBoundary OR DeleteUserPermissionsBoundary OR DeleteRolePermissionsBoundary)',
  },
  {
    id: 'admin-granted',
    name: 'Administrator rights granted',
    note: 'A user, role or group was given AdministratorAccess, or a policy that allows everything.',
    filter:
      'service:iam ((name:Attach*Policy requestParameters.policyArn:*/AdministratorAccess) OR (name:(Put*Policy OR CreatePolicy OR CreatePolicyVersion) requestParameters.policyDocument:/"Action"\\s*:\\s*(\\[\\s*)?"\\*(:\\*)?"/))',
  },
  {
    id: 'resource-policies',
    name: 'Resources opened to others',
    note: 'Policies and permissions on resources: buckets, images, snapshots, functions, keys, queues, secrets.',
    filter:
      'name:(PutBucketPolicy OR PutBucketAcl OR PutObjectAcl OR DeleteBucketPolicy OR PutBucketPublicAccessBlock OR DeleteBucketPublicAccessBlock OR PutAccountPublicAccessBlock OR DeleteAccountPublicAccessBlock OR ModifyImageAttribute OR ModifySnapshotAttribute OR ModifyDBSnapshotAttribute OR ModifyDBClusterSnapshotAttribute OR AddPermission* OR CreateFunctionUrlConfig OR PutKeyPolicy OR CreateGrant OR SetRepositoryPolicy OR SetQueueAttributes OR SetTopicAttributes OR PutResourcePolicy OR CreateResourceShare) -(name:CreateGrant identitytype:AWSService)',
  },
  {
    id: 'logging-changes',
    name: 'Logging changed',
    note: 'CloudTrail, Config, GuardDuty, Security Hub, Access Analyzer, flow logs and log groups that were stopped or changed.',
    filter:
      '(service:cloudtrail name:(StopLogging OR DeleteTrail OR UpdateTrail OR PutEventSelectors OR PutInsightSelectors OR DeleteEventDataStore OR UpdateEventDataStore OR StopEventDataStoreIngestion)) OR (service:config name:(StopConfigurationRecorder OR DeleteConfigurationRecorder OR DeleteDeliveryChannel OR PutConfigurationRecorder OR DeleteConfigRule)) OR (service:guardduty name:(DeleteDetector OR UpdateDetector OR DeleteMembers OR DisassociateMembers OR DisassociateFrom* OR StopMonitoringMembers OR CreateIPSet OR UpdateIPSet OR CreateFilter OR UpdateFilter OR DeletePublishingDestination)) OR (service:securityhub name:(DisableSecurityHub OR BatchDisableStandards OR DeleteInsight OR UpdateFindings OR BatchUpdateFindings)) OR (service:access-analyzer name:DeleteAnalyzer) OR (service:ec2 name:DeleteFlowLogs) OR (service:logs name:(DeleteLogGroup OR DeleteLogStream OR PutRetentionPolicy OR DeleteSubscriptionFilter)) OR (service:monitoring name:(DeleteAlarms OR DisableAlarmActions)) OR name:(DeleteResolverQueryLogConfig OR DisassociateResolverQueryLogConfig OR DeleteLoggingConfiguration OR PutBucketLogging)',
  },
  {
    id: 'denied-calls',
    name: 'Denied calls',
    note: 'Calls that were not permitted: someone tries what they may do.',
    filter: 'outcome:denied',
  },
  {
    id: 'reconnaissance',
    name: 'Looking around',
    note: 'Calls by which someone finds out who they are and what there is, without those of services.',
    filter:
      'name:(GetCallerIdentity OR GetAccountAuthorizationDetails OR ListUsers OR ListRoles OR ListAccessKeys OR ListAttached*Policies OR ListUserPolicies OR ListRolePolicies OR GetAccountSummary OR GetAccountPasswordPolicy OR ListBuckets OR DescribeInstances OR DescribeSecurityGroups OR DescribeTrails OR ListSecrets OR DescribeOrganization OR ListAccounts OR GetSendQuota OR SimulatePrincipalPolicy) -identitytype:AWSService -ip:*.amazonaws.com',
  },
  {
    id: 'data-read',
    name: 'Data read',
    note: 'Objects, parameters and items that were read; a trail has them only where data events are recorded.',
    filter:
      '(service:s3 name:(GetObject OR GetObjectVersion OR GetObjectTorrent OR SelectObjectContent OR CopyObject OR HeadObject)) OR (service:dynamodb name:(GetItem OR BatchGetItem OR Query OR Scan OR ExecuteStatement OR ExportTableToPointInTime)) OR (service:ssm name:(GetParameter OR GetParameters OR GetParametersByPath OR GetParameterHistory)) OR (service:athena name:GetQueryResults) OR (service:ebs name:GetSnapshotBlock)',
  },
  {
    id: 'secrets-read',
    name: 'Secrets read',
    note: 'Secrets and decrypted parameters that were read, and passwords of instances.',
    filter:
      'name:(GetSecretValue OR BatchGetSecretValue OR GetPasswordData) OR (service:ssm name:GetParameter* requestParameters.withDecryption:=true)',
  },
  {
    id: 'data-deleted',
    name: 'Data deleted',
    note: 'Objects, buckets, snapshots, volumes, databases, tables and backups that were deleted.',
    filter:
      'name:(DeleteObject OR DeleteObjects OR DeleteBucket OR DeleteSnapshot OR DeleteVolume OR DeleteDBInstance OR DeleteDBCluster OR DeleteDBSnapshot OR DeleteDBClusterSnapshot OR DeleteTable OR DeleteRecoveryPoint OR DeleteBackupVault OR DeleteFileSystem OR DeregisterImage OR PutBucketVersioning OR PutBucketLifecycle OR PutBucketLifecycleConfiguration) -identitytype:AWSService',
  },
  {
    id: 'cross-account',
    name: 'Callers of other accounts',
    note: 'The caller belongs to another account than the one that recorded it. Only the records say it: they are searched.',
    filter: 'userIdentity.accountId:!==$.recipientAccountId -identitytype:AWSService',
  },
  {
    id: 'roles-assumed',
    name: 'Roles assumed',
    note: 'Who became which role, without the services that do it by themselves.',
    filter:
      'service:sts name:(AssumeRole OR AssumeRoleWithSAML OR AssumeRoleWithWebIdentity OR AssumeRoot OR GetFederationToken OR GetSessionToken) -identitytype:AWSService',
  },
  {
    id: 'network-opened',
    name: 'Network opened to the world',
    note: 'Rules of security groups and network lists that let every address in.',
    filter:
      'service:ec2 name:(AuthorizeSecurityGroupIngress OR ModifySecurityGroupRules OR CreateNetworkAclEntry OR ReplaceNetworkAclEntry) raw:("0.0.0.0/0" OR "::/0")',
  },
  {
    id: 'network-changes',
    name: 'Network changes',
    note: 'Security groups, network lists, routes, gateways and peerings that were made, changed or deleted.',
    filter:
      'service:ec2 name:(*SecurityGroup* OR *NetworkAcl* OR *Route OR *RouteTable OR *InternetGateway OR *NatGateway OR *VpcPeeringConnection OR *VpnConnection OR *TransitGateway* OR CreateVpc OR DeleteVpc) -name:(Describe* OR Get*)',
  },
  {
    id: 'kms-keys-lost',
    name: 'KMS keys disabled or deleted',
    note: 'Without its key what was encrypted with it cannot be read: also how data is held to ransom.',
    filter:
      'service:kms name:(ScheduleKeyDeletion OR DisableKey OR DeleteImportedKeyMaterial OR DeleteAlias OR DisableKeyRotation OR ImportKeyMaterial OR DisconnectCustomKeyStore OR DeleteCustomKeyStore)',
  },
  {
    id: 'instance-role-outside',
    name: 'Instance roles from outside',
    note: 'Credentials of an instance used from a public address: compare it with the address of the instance itself.',
    filter:
      'session:/^i-[0-9a-f]{8,17}$/ ip:/^[0-9a-f.:]+$/ -ip:(10.0.0.0/8 OR 172.16.0.0/12 OR 192.168.0.0/16 OR fc00::/7)',
  },
  {
    id: 'code-run',
    name: 'Code run on machines',
    note: 'Commands and sessions on instances, start-up scripts, functions whose code was changed.',
    filter:
      '(service:ssm name:(SendCommand OR StartSession OR CreateAssociation OR StartAutomationExecution)) OR (service:ec2-instance-connect name:SendS*SSHPublicKey) OR (service:ec2 name:ModifyInstanceAttribute) OR (service:lambda name:(UpdateFunctionCode* OR CreateFunction* OR UpdateFunctionConfiguration*)) OR (service:ecs name:(ExecuteCommand OR RegisterTaskDefinition OR RunTask)) OR (service:cloudformation name:(CreateStack OR UpdateStack))',
  },
  {
    id: 'organization-left',
    name: 'Accounts and regions',
    note: 'Accounts that leave or join an organization, its policies, and regions that are switched on.',
    filter:
      'name:(LeaveOrganization OR RemoveAccountFromOrganization OR CreateAccount OR InviteAccountToOrganization OR CloseAccount OR AttachPolicy OR DetachPolicy OR EnableRegion OR DisableRegion OR PutAlternateContact OR PutContactInformation) service:(organizations OR account)',
  },
  {
    id: 'other-clients',
    name: 'Clients of attackers',
    note: 'User agents of distributions and tools for attacks; anyone can write anything there.',
    filter: 'agent:(*kali* OR *parrot* OR *pentoo* OR *pacu* OR *TruffleHog* OR *S3\\ Browser* OR *stratus*)',
  },
];
