import { z } from 'zod';

// Imported first by every module of the contract that makes schemas: zod decides when a schema is made whether to
// compile it with `new Function`, and already trying breaks the page's content security policy. The engine, which has
// no document, keeps the compiled checks: they are three times as fast.
if ('document' in globalThis) z.config({ jitless: true });
