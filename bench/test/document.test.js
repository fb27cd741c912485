import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderSection, replaceBlocks } from '../lib/document.js';

const FRAME = { head: '# Performance', order: ['http', 'soak'] };
const MEASURED = { command: 'make bench', moment: 'today' };

const section = (title, targets) =>
  renderSection({ title, about: ['What it is.'] }, { text: ['| a |'], targets }, MEASURED);

const http = (measured, passed) => section('Probes', [{ what: 'fast', measured, passed }]);
const soak = section('Soak', [{ what: 'small', measured: '1 %', passed: true }]);

const DOCUMENT = `# Performance

## Targets

1 of 2 met.

|        | target | measured |
| :----- | :----- | :------- |
| MISSED | fast   | 0.5      |
| PASS   | small  | 1 %      |

<!-- http: begin -->
## Probes

What it is.

| a |

|        | target | measured |
| :----- | :----- | :------- |
| MISSED | fast   | 0.5      |

\`make bench\`, today
<!-- http: end -->

<!-- soak: begin -->
## Soak

What it is.

| a |

|      | target | measured |
| :--- | :----- | :------- |
| PASS | small  | 1 %      |

\`make bench\`, today
<!-- soak: end -->
`;

test('the document tells every target of every section first, missed ones too', () => {
  assert.equal(replaceBlocks('', { soak, http: http('0.5', false) }, FRAME), DOCUMENT);
});

test('a section that was not measured again stays as it was', () => {
  const first = replaceBlocks('', { http: http('0.9', true), soak }, FRAME);
  assert.equal(replaceBlocks(first, { http: http('0.5', false) }, FRAME), DOCUMENT);
});

test('writing the same again changes nothing', () => {
  assert.equal(replaceBlocks(DOCUMENT, { soak }, FRAME), DOCUMENT);
});
