import { bundleNode, bundlePage, cleanBundles } from './bundle.mjs';

await cleanBundles();
await Promise.all([bundleNode(), bundlePage()]);
