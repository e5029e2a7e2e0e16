import { z } from 'zod';

/** The file in Spoor's data folder with the cases opened last: the engine writes it, the native menu reads it. */
export const recentFileName = 'recent-cases.json';

export const recentFile = z.array(z.object({ path: z.string(), openedAtMs: z.number() })).max(200);
