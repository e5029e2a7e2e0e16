import { trailObjects } from '../support/bucket-trail.ts';
import { startFaultS3 } from '../support/fault-s3.ts';

/** A loopback S3 in a process of its own: `bucket-process.js OBJECTS`, its address on stdout, until stdin ends. */
const [objects = '0'] = process.argv.slice(2);
const server = await startFaultS3({ objects: trailObjects(Number(objects)) });
process.stdout.write(`${server.url}\n`);
process.stdin.resume().once('end', () => server.stop());
