import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSplitter, type FillRecord } from './records.js';

const split = (format: 'ndjson' | 'csv', ...pieces: string[]): FillRecord[] => {
  const splitter = createSplitter(format);
  return [...pieces.flatMap(splitter.push), ...splitter.end()];
};

test('a record is a line with its number, wherever the pieces end; empty lines are none', () => {
  expect(split('ndjson', '{"a":1}\r\n\n  \n{"b', '":2}\n{"c":3}', '\n{"d":4}')).toEqual([
    { line: 1, text: '{"a":1}\r' },
    { line: 4, text: '{"b":2}' },
    { line: 5, text: '{"c":3}' },
    { line: 6, text: '{"d":4}' },
  ]);
});

test('a quoted value of CSV may take several lines; the record is counted by its first', () => {
  expect(split('csv', 'id,note\n1,"a\n\n""b"",c"\n2,', '"x"\n3,y')).toEqual([
    { line: 1, text: 'id,note' },
    { line: 2, text: '1,"a\n\n""b"",c"' },
    { line: 5, text: '2,"x"' },
    { line: 6, text: '3,y' },
  ]);
});

test('a quote that is never closed is part of the last record', () => {
  expect(split('csv', 'id\n"1\n2\n')).toEqual([
    { line: 1, text: 'id' },
    { line: 2, text: '"1\n2\n' },
  ]);
});

test('what is longer than any fill is told with its line, not kept', () => {
  const endless = 'x'.repeat(600_000);
  expect(() => split('ndjson', '{}\n', endless, endless)).toThrow(
    'line 2 is longer than any fill: give one JSON object a line.',
  );
  expect(() => split('csv', 'id\n"', `${endless}\n`, `${endless}\n`)).toThrow(
    'line 2: a quoted value does not end. Write " within it as "".',
  );
});

test('a quote that is never closed is told at once, however short the lines below it', () => {
  const begun = performance.now();
  expect(() => split('csv', 'id\n"', '1,2\n'.repeat(400_000))).toThrow(
    'line 2: a quoted value does not end. Write " within it as "".',
  );
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test('the pieces do not matter', () => {
  const text = 'id,note\n1,"a\nb"\n\n2,"c"",\n"\n3,d';
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length })), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
      expect(split('csv', ...pieces)).toEqual(split('csv', text));
    }),
  );
});
