import type { ProviderHttp } from '@master-ia/platform/http/provider.ts';

/** HTTP to the provider's fixed hosts. Follows no redirect, repeats nothing, never throws. */
export type GraphTransport = Pick<ProviderHttp, 'request' | 'download'>;
