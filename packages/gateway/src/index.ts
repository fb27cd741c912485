export { gatewaySettings } from './config/settings.js';
