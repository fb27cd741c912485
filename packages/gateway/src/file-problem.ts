/** One clear line for an error of the file system; undefined for any other error. */
export function fileProblem(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || typeof path !== 'string') return undefined;
  return `${path} cannot be used (${code}). Check NEURATRADE_HOME and who may write there.`;
}
