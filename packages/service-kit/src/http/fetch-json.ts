export interface JsonAnswer {
  readonly status: number;
  /** The parsed body; undefined where it is no JSON or larger than allowed. */
  readonly body: unknown;
}

export interface FetchJsonOptions {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
}

/** GETs a JSON document of bounded size, following no redirect. Network failures are thrown as `fetch` throws them. */
export async function fetchJson(url: string, options: FetchJsonOptions): Promise<JsonAnswer> {
  const { signal, headers = {}, maxBytes = 256 * 1024 } = options;
  const response = await fetch(url, {
    signal,
    headers: { accept: 'application/json', ...headers },
    redirect: 'manual',
  });
  return { status: response.status, body: parse(await readText(response, maxBytes)) };
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) return '';
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
