import type { DoctorContext } from './context.js';
import type { Finding } from './finding.js';

/** Looks at one thing and changes nothing. What it asks over the network gives up within two seconds. */
export type Check = {
  /** Names the check while it runs, and the finding when it cannot come to an end. */
  id: string;
  run(context: DoctorContext): Promise<Finding[]>;
};
