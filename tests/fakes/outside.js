// Loaded into a real service before anything else: there is no internet here, so that the one public address of the
// tests is reached on this machine. What the service asks for and checks stays as it is.
import net from 'node:net';

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options?.host === '93.184.216.34') {
    options.host = '127.0.0.1';
    options.port = Number(process.env.OUTSIDE_PORT);
  }
  return Reflect.apply(connect, this, given);
};
