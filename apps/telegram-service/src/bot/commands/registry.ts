export { help } from './help.js';
export { start } from './start.js';
export { status } from './status.js';
