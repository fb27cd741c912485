import { CURVE_USAGE } from '../curve/choice.js';
import { withCurve } from '../curve/with-curve.js';
import { renderPerformance } from '../render/performance.js';
import type { Command } from './command.js';

export const performance: Command = {
  name: 'performance',
  aliases: ['profit'],
  description: 'Profit and loss, and how the trades went',
  section: 'Your figures',
  usage: CURVE_USAGE,
  access: 'linked',
  draws: true,
  answer: (request) =>
    withCurve(request, { usual: '30d', figures: request.backend.performance, render: renderPerformance }),
};
