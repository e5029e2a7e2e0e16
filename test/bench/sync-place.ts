/** The bucket of the fault server, which asks nobody who they are here: signing is part of a request all the same. */
export const syncBucket = 'trail-bucket';
export const syncKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
