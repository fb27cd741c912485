import { describe, expect, test } from '@jest/globals';
import { readMultipart } from './multipart.js';

const PNG = Buffer.from([0x89, 0x50, 0x0d, 0x0a, 0x0d, 0x0a, 0x2d, 0x2d, 0x00]);

const body = (...lines: (string | Buffer)[]) =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]));

describe('readMultipart', () => {
  test.each([
    ['quoted', '"caption"', '"photo"; filename="n.png"', 'boundary="----x"'],
    ['bare, without blanks', 'caption', 'photo;filename=n.png', 'boundary=----x'],
  ])('reads fields and files whose names are %s', (_case, caption, photo, boundary) => {
    const form = body(
      '------x',
      `content-disposition:form-data;name=${caption}`,
      '',
      'one\r\ntwo',
      '------x',
      `Content-Disposition: form-data; name=${photo}`,
      'Content-Type: application/octet-stream',
      '',
      PNG,
      '------x--',
    );
    expect(readMultipart(form, `multipart/form-data; ${boundary}`)).toEqual([
      { name: 'caption', filename: undefined, bytes: Buffer.from('one\r\ntwo') },
      { name: 'photo', filename: 'n.png', bytes: PNG },
    ]);
  });

  test('refuses what is no form', () => {
    expect(() => readMultipart(body('x'), 'multipart/form-data')).toThrow('there is no boundary');
  });
});
