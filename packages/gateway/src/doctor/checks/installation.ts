import { catalog } from '../../services/catalog.js';
import type { Check } from '../check.js';
import { failed, ok } from '../finding.js';

const REMEDY = /\.? ((?:Run|Install|Set|Move) .+)$/;

export const installation: Check = {
  id: 'installation',
  async run({ root, stack }) {
    const wanted = catalog.filter(({ supply }) => supply === undefined || supply.because(stack));
    const problems = wanted.flatMap((service) => service.problems(stack));
    const values = { root, problems };
    if (problems.length === 0) return [ok('installation', `built and complete in ${root}`, values)];
    const remedies = problems.map((problem) => REMEDY.exec(problem)?.[1] ?? 'Run make build.');
    return [
      failed(
        'installation',
        problems.map((problem) => problem.replace(REMEDY, '').replace(/\.$/, '')).join('; '),
        [...new Set(remedies)].join(' '),
        values,
      ),
    ];
  },
};
