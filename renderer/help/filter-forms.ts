/** A form of the filter's language, and what it means. Every one of them is a whole filter. */
export type FilterForm = readonly [form: string, meaning: string];

export interface FormGroup {
  readonly title: string;
  readonly forms: readonly FilterForm[];
}

/** What the help page says of the filter's language. */
export const formGroups: readonly FormGroup[] = [
  {
    title: 'Fields',
    forms: [
      ['name:PutObject', 'the whole value, upper and lower case alike'],
      ['name:=PutObject', 'exactly as it is written, its case included'],
      ['name:Get*', 'a wildcard for any text'],
      [
        'name:/^(Put|Delete)Object$/',
        'a regular expression, found anywhere in the value unless ^ and $ hold it',
      ],
      ['user:"jane doe"', 'quotes take spaces and signs as they are'],
      ['name:(PutObject OR DeleteObject)', 'any of several'],
      ['error:*', 'there is an error; exists:error says the same'],
      ['-error:*', 'there is none; so do missing:error and error:""'],
      ['ip:203.0.113.0/24', 'a range of addresses, IPv6 too'],
      ['time:2021-07-28..2021-07-30', 'a range of days; also one day, or an hour, in UTC'],
      ['time:>=2021-07-28T14:30', 'from a moment on; also <'],
      ['alice', 'a bare word: part of any field'],
      ['/Delete(Object|Bucket)/', 'a regular expression, in any field'],
    ],
  },
  {
    title: 'Together',
    forms: [
      ['name:PutObject user:alice', 'a space between two conditions means AND'],
      ['user:alice OR user:bob', 'one of them; AND binds tighter than OR'],
      ['-user:backup-agent', 'not this one; NOT says the same'],
      ['error:* (user:alice OR user:bob)', 'parentheses hold together what belongs together'],
    ],
  },
  {
    title: 'Anything else in the record, by its path',
    forms: [
      ['requestParameters.bucketName:corp-*', 'any key of the record, in its own upper and lower case'],
      ['resources.accountId:111122223333', 'a key reaches through lists: any resource'],
      ['resources[].ARN:*secret*', 'the same, with the list written out; [0] is the first'],
      ['requestParameters.*:corp-a', '* is any key'],
      ['requestParameters."x-amz-acl":private', 'a key in quotes may hold any sign'],
      ['requestParameters.tagSet:*', 'the key is there; missing:requestParameters.tagSet it is not'],
      ['requestParameters.maxKeys:=5', 'equal to the number, however it is written: 5, 5.0 or "5"'],
      ['requestParameters.maxResults:>5', 'compared as a number; also <, <= and >='],
      ['additionalEventData.bytesTransferredOut:<=1e6', 'a number may be written so'],
      ['responseElements:=null', 'JSON’s own null; =true and =false likewise'],
      [
        'requestParameters.ipPermissions.items.ipRanges.items.cidrIp:cidr:10.0.0.0/8',
        'an address in a range',
      ],
      [
        'requestParameters.acl:!=private',
        'a value is there, and it is another; -requestParameters.acl:private also where none is',
      ],
      ['requestParameters.userName:=$.userIdentity.userName', 'the same text as at another path'],
      ['userIdentity.accountId:!==$.recipientAccountId', 'another than at that path'],
      [
        '$.requestParameters.bucketName:corp-a',
        'an exact path, as CloudWatch has it: it takes no step that is not written',
      ],
      ['$.resources[0].ARN:*', 'so its lists are written out too'],
    ],
  },
  {
    title: 'The text of the record',
    forms: [
      ['"corp-secrets"', 'in quotes: anywhere in the text of the record, keys and values'],
      ['raw:corp-secrets', 'the same; raw:(a OR b) takes several'],
      ['raw:/AKIA[A-Z0-9]{16}/', 'a regular expression in that text'],
    ],
  },
];
