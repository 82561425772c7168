import { createServer, type Server } from 'node:http';
import { systemClock } from '../clock.js';
import { Exchange, type ExchangeOptions } from './exchange.js';
import { Waits } from './waits.js';

export interface LocalServerOptions extends ExchangeOptions {
  /**
   * Whether answers tell the time, as AWS's do (default true). A cloud whose time is not the machine's tells none: SDKs
   * take their own clock for wrong then, and repeat a call for every error.
   */
  readonly dated?: boolean;
}

/** Serves all services on one port of 127.0.0.1, told apart by the SigV4 scope, as a signed request names it. */
export class LocalServer {
  private readonly inFlight = new Set<Promise<void>>();
  private readonly waits: Waits;
  private readonly exchange: Exchange;
  private server: Server | undefined;

  constructor(private readonly options: LocalServerOptions) {
    this.waits = new Waits(options.clock ?? systemClock);
    this.exchange = new Exchange(options, this.waits);
  }

  /**
   * Starts to listen and tells the port.
   *
   * @param port 0 takes any free one
   * @throws Error from node:net where the port cannot be had, e.g. EADDRINUSE
   */
  async listen(port = 0): Promise<number> {
    const { dated = true } = this.options;
    const server = createServer((request, response) => {
      response.sendDate = dated;
      this.track(this.exchange.serve(request, response));
    });
    // Clients reuse idle connections; one closed just as a request is sent would look like a lost answer.
    server.keepAliveTimeout = 120_000;
    // A large upload from a slow task may take longer than node's five minutes.
    server.requestTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.on('error', (error) => this.options.log(`server: ${error.message}`));
    this.server = server;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return address.port;
  }

  /** Ends every connection, idle ones too, and waits for what was still being handled. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    this.waits.end();
    await closed;
    await Promise.all(this.inFlight);
  }

  private track(work: Promise<void>): void {
    this.inFlight.add(work);
    void work.finally(() => this.inFlight.delete(work));
  }
}
