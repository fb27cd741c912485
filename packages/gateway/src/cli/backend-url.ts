import { InvalidArgumentError, Option } from 'commander';

/** `--url`, for the commands that ask a backend. */
export function backendUrl(): Option {
  return new Option('--url <url>', 'a backend elsewhere; its key comes from ADMIN_API_KEY').argParser(
    httpUrl,
  );
}

/** `--url`, for the commands that ask telegram-service. */
export function telegramUrl(): Option {
  return new Option(
    '--url <url>',
    'a telegram-service elsewhere; its key comes from SERVICE_API_KEY',
  ).argParser(httpUrl);
}

function httpUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '');
  throw new InvalidArgumentError('It must be a URL such as http://trading-host:8080.');
}
