import { workerData } from 'node:worker_threads';
import { createDatabase } from './engine.ts';

// A thread of its own, because the memory that initdb takes is given back only when its isolate ends.
await createDatabase(workerData as string);
