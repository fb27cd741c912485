/** Where the database of a URL is, without a secret: its host and port, or the folder of its socket. */
export function databasePlace(url: string): string {
  const { host, searchParams } = new URL(url);
  return host || searchParams.get('host') || 'localhost';
}
