// The relay that anybody would write: both sockets piped into each other. `node pipeRelay.mjs LISTEN_PORT SERVER_PORT…`
import net from 'node:net';

const [port, ...servers] = process.argv.slice(2).map(Number);
let next = 0;

net
  .createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const server = net.connect({
      host: '127.0.0.1',
      port: Number(servers[next++ % servers.length]),
      allowHalfOpen: true,
      noDelay: true,
    });
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
    client.pipe(server);
    server.pipe(client);
  })
  .listen(port, '127.0.0.1', 511, () => console.log('listening'));
