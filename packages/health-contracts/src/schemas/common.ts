import { z } from 'zod';

/** UTC, whole seconds, `Z`. */
export const timestampSchema = z.iso.datetime({ precision: 0 });

export const serviceStatusSchema = z.union([
  z.literal('healthy'),
  z.literal('disabled'),
  z.templateLiteral(['unhealthy: ', z.string()]),
]);

export const reasonSchema = z.string().min(1).max(300);
