import { bundleNode } from './bundle.mjs';

/** The worker threads run from bundles (Node 20 does not read TypeScript), so the tests need them built. */
export default async function setup() {
  await bundleNode();
}
