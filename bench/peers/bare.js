import { createServer } from 'node:http';

const { status, headers, body } = JSON.parse(process.env.ANSWER ?? '');
const bytes = Buffer.from(body);

createServer((_request, response) => {
  response.writeHead(status, headers);
  response.end(bytes);
}).listen(Number(process.env.PORT), '127.0.0.1');
