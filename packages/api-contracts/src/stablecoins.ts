import { z } from 'zod';

const MOST = 50;

/** STABLECOINS: assets separated by commas, each once, at most 50; `none` for none but the currency of the figures. */
export const stablecoinsSchema = z
  .string('must be assets separated by commas, or none')
  .transform((text, context) => {
    const names =
      text.toLowerCase() === 'none' ? [] : text.split(',').map((name) => name.trim().toUpperCase());
    const given = [...new Set(names)].filter((name) => name !== '');
    const bad = given.filter((name) => !/^[A-Z0-9._$-]{1,30}$/.test(name));
    if (bad.length > 0) {
      context.addIssue({ code: 'custom', message: `${bad.join(', ')}: give assets as USDC` });
    }
    if (given.length > MOST) context.addIssue({ code: 'custom', message: `must be at most ${MOST} assets` });
    return given;
  });
