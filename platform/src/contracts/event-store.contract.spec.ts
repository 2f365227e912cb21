import { brokenEventStores } from './broken/event-stores.ts';
import { eventStoreCases } from './event-store.contract.ts';
import { itCatches } from './suite.ts';

describe('the contract of event stores', () => itCatches(eventStoreCases, brokenEventStores));
