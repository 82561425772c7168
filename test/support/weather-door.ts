import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * - `fair`: everything passes.
 * - `down`: connections are reset before anything of them passes.
 * - `cutting`: every fifth answer ends half-way.
 * - `garbling`: every fifth answer is noise.
 */
export type Weather = 'fair' | 'down' | 'cutting' | 'garbling';

/** One answer in so many is spoilt. */
const SPOILT = 5;

/** Stands in front of a server, and lets pass what the weather lets pass. It knows bytes only. */
export class WeatherDoor {
  /** Connections that were turned away. */
  turnedAway = 0;
  /** Answers that were cut or garbled. */
  spoilt = 0;
  private answers = 0;
  private weather: Weather = 'fair';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  /** @param endpoint the address of the server, with its port. */
  static async before(endpoint: string): Promise<WeatherDoor> {
    const server = createServer();
    const door = new WeatherDoor(server, new URL(endpoint));
    server.on('connection', (socket) => door.meet(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return door;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections on either side. */
  get connections(): number {
    return this.sockets.size;
  }

  /** From now on; connections under way meet it too. */
  turn(weather: Weather): void {
    this.weather = weather;
    if (weather === 'down') for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private meet(inside: Socket): void {
    if (this.weather === 'down') {
      this.turnedAway += 1;
      inside.on('error', () => undefined);
      inside.resetAndDestroy();
      return;
    }
    const outside = connect(Number(this.target.port), this.target.hostname);
    for (const [socket, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    inside.on('data', (bytes) => outside.write(bytes));
    outside.on('data', (bytes) => this.answer(bytes, inside));
  }

  private answer(bytes: Buffer, inside: Socket): void {
    this.answers += 1;
    if (this.weather === 'fair' || this.answers % SPOILT !== 0) {
      inside.write(bytes);
      return;
    }
    this.spoilt += 1;
    if (this.weather === 'garbling') inside.end(Buffer.alloc(bytes.length, '~'));
    // Sent first: a socket that is destroyed drops what it still holds.
    else inside.write(bytes.subarray(0, bytes.length / 2), () => inside.resetAndDestroy());
  }
}
