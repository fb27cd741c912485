import { describePart } from './describe-part.js';

describePart('database');
