import type { IncomingMessage } from 'node:http';

/** The parameters of a call, from the query string and from a JSON, form or multipart body. Files become `{ file, bytes }`. */
export async function readParameters(request: IncomingMessage): Promise<Record<string, unknown>> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const parameters: Record<string, unknown> = Object.fromEntries(url.searchParams);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (body.length === 0) return parameters;
  const type = request.headers['content-type'] ?? '';
  if (type.includes('application/json')) return { ...parameters, ...JSON.parse(body.toString()) };
  const form = await new Request(url, { method: 'POST', headers: { 'content-type': type }, body }).formData();
  for (const [name, value] of form) {
    parameters[name] =
      typeof value === 'string'
        ? parsed(value)
        : { file: value.name, bytes: (await value.arrayBuffer()).byteLength };
  }
  return parameters;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
