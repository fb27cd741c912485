import { CURVE_USAGE } from '../curve/choice.js';
import { withCurve } from '../curve/with-curve.js';
import { renderPortfolio } from '../render/portfolio.js';
import type { Command } from './command.js';

export const portfolio: Command = {
  name: 'portfolio',
  aliases: ['balance'],
  description: 'Equity, exposure and open positions',
  section: 'Your figures',
  usage: CURVE_USAGE,
  access: 'linked',
  draws: true,
  answer: (request) =>
    withCurve(request, { usual: '7d', figures: request.backend.portfolio, render: renderPortfolio }),
};
