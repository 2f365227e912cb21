import { createDatabase } from './engine.ts';

/** A process of its own, because initdb leaves 180 MB of memory behind. Argument: an empty directory. */
const directory = process.argv[2];
if (!directory) throw new Error('the directory is missing');
process.once('disconnect', () => process.exit(1));
await createDatabase(directory);
process.exit(0);
