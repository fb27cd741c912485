export { settingsTable } from './config.js';
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.js';
export { type RunningSimulator, type StartOptions, startSimulator } from './start.js';
