import './faults.js';
import '../../dist/pictures/worker.js';
