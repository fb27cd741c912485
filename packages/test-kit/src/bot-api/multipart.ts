export interface Part {
  readonly name: string;
  /** Only files have one. */
  readonly filename: string | undefined;
  readonly bytes: Buffer;
}

const BLANK_LINE = Buffer.from('\r\n\r\n');

/**
 * The parts of a `multipart/form-data` body, with names in quotes or without, as the Bot API takes both.
 *
 * @throws when there is no boundary, or a part has no name
 */
export function readMultipart(body: Buffer, contentType: string): Part[] {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw new Error('there is no boundary in the content type');
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  let from = whole.indexOf(delimiter) + delimiter.length;
  for (let to = whole.indexOf(delimiter, from); to !== -1; to = whole.indexOf(delimiter, from)) {
    parts.push(readPart(whole.subarray(from + 2, to)));
    from = to + delimiter.length;
  }
  return parts;
}

function readPart(part: Buffer): Part {
  const end = part.indexOf(BLANK_LINE);
  const disposition = /^content-disposition:(.*)$/im.exec(part.subarray(0, end).toString())?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined) throw new Error('a part of the form has no name');
  return {
    name,
    filename: parameter(disposition, 'filename'),
    bytes: part.subarray(end + BLANK_LINE.length),
  };
}

function parameter(header: string, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(header) ?? [];
  return quoted ?? bare;
}
