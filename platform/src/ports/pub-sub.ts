/** Change notices between processes: lossy; a subscriber resynchronises from the read models. */
export interface PubSub {
  publish(channel: string, message: string): void;
  subscribe(channel: string, on: (message: string) => void): () => void;
}
