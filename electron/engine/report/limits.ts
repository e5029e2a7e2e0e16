/** What the check can show and what it cannot, for a reader who does not know how CloudTrail proves its files. */
export const limits: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'What a digest proves',
    text: 'Every hour CloudTrail writes a digest for each region: a list of the log files that it delivered, with the SHA-256 of the content of each, signed with a private key of AWS; each digest also names the hash and the signature of the one before it. A proven log file therefore has, byte for byte of its unpacked content, what CloudTrail delivered; a file that a proven digest names and that is not here is missing.',
  },
  {
    title: 'What a digest does not prove',
    text: 'It says nothing of what CloudTrail did not record: event categories that were not selected, services that do not report, a trail that was switched off. It does not say that the content of an event is true beyond what AWS saw of the call, nor who was behind a stolen key.',
  },
  {
    title: 'Before the first digest, and without validation',
    text: 'Where validation of log files was switched off, or before the first digest at hand, there is no proof. Log files of that time are called “not covered”: they may be right, and nothing here shows it. A starting digest in the middle of a chain means that logging or validation was off before it; it does not say why.',
  },
  {
    title: 'The newest digest, and whoever controls the bucket',
    text: 'The signature of the newest digest is only in the metadata that S3 keeps with it; a plain download loses it. Nothing follows the newest digest, so whoever could delete from the bucket may have removed the newest digests together with the log files that they name: what is left then ends earlier and shows no fault. Compare the end of the chain with when logging is known to have run. Files in the middle cannot be removed unnoticed as long as a later proven digest is here.',
  },
  {
    title: 'Late deliveries',
    text: 'A digest names the files that were delivered in its hour. Events reach a file minutes after they happen, now and then much later; a digest itself may come late or be made afterwards (backfill). An hour in this report is an hour of delivery, not of the events. A log file newer than the last digest is not suspicious: its digest comes later.',
  },
  {
    title: 'Duplicates',
    text: 'CloudTrail may deliver one event more than once, in different files. Each file is proven for itself; counting events once for each eventID is left to who reads them.',
  },
  {
    title: 'The keys',
    text: 'A signature is as good as the public key that it was checked with. Keys “fetched from AWS” came over an authenticated connection at a sync; keys from a file were taken as they were given. AWS publishes no certificate for them: compare the fingerprints with “aws cloudtrail list-public-keys” from another place if that matters. Keys are valid for a time, and for one region.',
  },
  {
    title: 'Offline',
    text: 'The check used only what is in the case and asked nothing of AWS. It says nothing of what lies in the bucket now. That a file is missing here may also mean that it was not downloaded.',
  },
  {
    title: 'The case and this report',
    text: 'What was done with the case is kept in its custody list, in which every row carries the hash of the one before it, and the row of an import that of the files it added. The list shows changes in its middle, not that rows were cut off its end, nor that the whole case was made anew: that shows only in comparison with a head written down elsewhere, such as the one below. The SHA-256 of this report is added to the list when it is written; this file cannot hold its own.',
  },
];
