import type { MediaInfo, Prepare } from '@master-ia/platform/kernel/decider.ts';

/** An upload that was not used within this time is not used any more. */
export const USABLE_MS = 24 * 3_600_000;

/** The file of an upload of the sender's own, null when there is none or its time is over. The same bytes uploaded again are the same file, and new again for who has uploaded them. */
export const uploaded = async (mediaId: string, io: Pick<Prepare, 'upload' | 'now'>): Promise<MediaInfo | null> => {
  const file = await io.upload(mediaId);
  return file && io.now.getTime() - file.at.getTime() < USABLE_MS ? file : null;
};
