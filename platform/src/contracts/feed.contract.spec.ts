import { brokenFeeds } from './broken/feeds.ts';
import { feedCases } from './feed.contract.ts';
import { itCatches } from './suite.ts';

describe('the contract of feeds', () => itCatches(feedCases, brokenFeeds));
